import { type CurrencyCode, maxAmountMinor, parseCurrency } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { type DomainError, invalid, invalidSlug, isPrintable, isSlug, parseName } from "./fields.ts";

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface ValidVariant {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly NamedValue[];
  readonly priceMinor: bigint;
  readonly currency: CurrencyCode;
  readonly initialStock: number;
}

/** A product that passed all validation and can be stored. */
export interface ValidProduct {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly brand: string | undefined;
  readonly categoryIds: readonly string[];
  readonly attributes: readonly NamedValue[];
  readonly media: readonly { readonly url: string; readonly alt: string }[];
  readonly variants: readonly ValidVariant[];
  readonly currency: CurrencyCode;
}

/** A product as a client sends it: the contract's shape, not validated. */
export interface ProductInput {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly brand?: string | undefined;
  readonly categoryIds: readonly string[];
  readonly attributes: readonly NamedValue[];
  readonly media: readonly { readonly url: string; readonly alt: string }[];
  readonly variants: readonly VariantInput[];
}

export interface VariantInput {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly NamedValue[];
  readonly price?: { readonly amountMinor: bigint; readonly currencyCode: string } | undefined;
  readonly initialStock?: number | undefined;
}

const maxVariants = 100;
const maxValues = 50;
const maxStock = 1_000_000;

/** Validates a product. Returns the first error. */
export function parseProduct(input: ProductInput): Result<ValidProduct, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug)) return invalidSlug;
  const name = parseName(input.name, 200, "name");
  if (!name.ok) return name;
  if (input.description.length > 20_000) {
    return invalid("INVALID_DESCRIPTION", "Description must be at most 20000 characters", "description");
  }
  const brand =
    input.brand === undefined || input.brand.trim() === "" ? ok(undefined) : parseName(input.brand, 100, "brand");
  if (!brand.ok) return brand;
  if (input.categoryIds.length > maxValues) {
    return invalid("TOO_MANY_CATEGORIES", `A product can have at most ${maxValues} categories`, "categoryIds");
  }
  const attributes = parseValues(input.attributes, "attributes");
  if (!attributes.ok) return attributes;
  const media = validateMedia(input.media);
  if (!media.ok) return media;
  const variants = parseVariants(input.variants);
  if (!variants.ok) return variants;
  return ok({
    slug,
    name: name.value,
    description: input.description,
    brand: brand.value,
    categoryIds: [...new Set(input.categoryIds)],
    attributes: attributes.value,
    media: input.media,
    variants: variants.value,
    currency: variants.value[0]?.currency ?? "USD",
  });
}

function parseValues(values: readonly NamedValue[], ...field: string[]): Result<readonly NamedValue[], DomainError> {
  if (values.length > maxValues) return invalid("TOO_MANY_VALUES", `At most ${maxValues} values are allowed`, ...field);
  for (const [index, { name, value }] of values.entries()) {
    const isValid = [name, value].every((text) => text.trim() !== "" && text.length <= 200 && isPrintable(text));
    if (!isValid) {
      const message = "Name and value must be 1 to 200 printable characters each";
      return invalid("INVALID_VALUE", message, ...field, String(index));
    }
  }
  return ok(values.map(({ name, value }) => ({ name: name.trim(), value: value.trim() })));
}

function validateMedia(media: ProductInput["media"]): Result<void, DomainError> {
  if (media.length > maxValues) {
    return invalid("TOO_MANY_MEDIA", `A product can have at most ${maxValues} media files`, "media");
  }
  for (const [index, { url, alt }] of media.entries()) {
    const protocol = URL.canParse(url) ? new URL(url).protocol : "";
    if (url.length > 2_000 || (protocol !== "https:" && protocol !== "http:")) {
      return invalid("INVALID_URL", "URL must be an http or https URL", "media", String(index), "url");
    }
    if (alt.length > 500) {
      return invalid("INVALID_TEXT", "Alt text must be at most 500 characters", "media", String(index), "alt");
    }
  }
  return ok(undefined);
}

function parseVariants(inputs: readonly VariantInput[]): Result<readonly ValidVariant[], DomainError> {
  if (inputs.length === 0) return invalid("NO_VARIANTS", "A product must have at least one variant", "variants");
  if (inputs.length > maxVariants) {
    return invalid("TOO_MANY_VARIANTS", `A product can have at most ${maxVariants} variants`, "variants");
  }
  const variants: ValidVariant[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseVariant(input, ["variants", String(index)]);
    if (!parsed.ok) return parsed;
    const fieldPath = (name: string) => ["variants", String(index), name] as const;
    if (variants.some(({ sku }) => sku === parsed.value.sku)) {
      return invalid("DUPLICATE_SKU", `Duplicate SKU ${parsed.value.sku}`, ...fieldPath("sku"));
    }
    if (variants[0] !== undefined && variants[0].currency !== parsed.value.currency) {
      return invalid("MIXED_CURRENCIES", "All variants must have the same currency", ...fieldPath("price"));
    }
    variants.push(parsed.value);
  }
  return ok(variants);
}

function parseVariant(input: VariantInput, path: readonly string[]): Result<ValidVariant, DomainError> {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(input.sku)) {
    const message = "SKU must be 1 to 64 characters of A-Z, a-z, 0-9, dot, hyphen and underscore";
    return invalid("INVALID_SKU", message, ...path, "sku");
  }
  const name = parseName(input.name, 200, ...path, "name");
  if (!name.ok) return name;
  const options = parseValues(input.options, ...path, "options");
  if (!options.ok) return options;
  const currency = parseCurrency(input.price?.currencyCode ?? "");
  const priceMinor = input.price?.amountMinor;
  if (currency === undefined) {
    return invalid("INVALID_CURRENCY", "Currency is not supported", ...path, "price", "currency");
  }
  if (priceMinor === undefined || priceMinor < 0n || priceMinor > maxAmountMinor) {
    return invalid("INVALID_PRICE", `Price must be 0 to ${maxAmountMinor}`, ...path, "price", "amountMinor");
  }
  const initialStock = input.initialStock ?? 0;
  if (!Number.isInteger(initialStock) || initialStock < 0 || initialStock > maxStock) {
    return invalid("INVALID_STOCK", `Initial stock must be 0 to ${maxStock}`, ...path, "initialStock");
  }
  return ok({ sku: input.sku, name: name.value, options: options.value, priceMinor, currency, initialStock });
}

/** Replaces the fields that an update mask names, in the contract's snake case. Rejects unknown names. */
export function mergeProduct(
  before: ProductInput,
  change: ProductInput,
  mask: readonly string[],
): Result<ProductInput, DomainError> {
  const merged: Record<string, unknown> = { ...before };
  const fields: Readonly<Record<string, keyof ProductInput>> = {
    slug: "slug",
    name: "name",
    description: "description",
    brand: "brand",
    category_ids: "categoryIds",
    attributes: "attributes",
    media: "media",
    variants: "variants",
  };
  for (const path of mask) {
    const field = fields[path];
    if (field === undefined) {
      return err({ reason: "INVALID_MASK", message: `\`${path}\` is not an updatable field`, field: [] });
    }
    merged[field] = change[field];
  }
  return ok({ ...before, ...merged });
}
