import { type CurrencyCode, largestAmountMinor, parseCurrency } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { type DomainError, invalid, isPrintable, isSlug, parseName } from "./fields.ts";

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface VariantDraft {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly NamedValue[];
  readonly priceMinor: bigint;
  readonly currency: CurrencyCode;
  readonly initialStock: number;
}

/** A product that may be stored: every part of it has been checked. */
export interface ProductDraft {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly brand: string | undefined;
  readonly categoryIds: readonly string[];
  readonly attributes: readonly NamedValue[];
  readonly media: readonly { readonly url: string; readonly alt: string }[];
  readonly variants: readonly VariantDraft[];
  readonly currency: CurrencyCode;
}

/** What comes in, in the shape of the contract. */
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

const mostVariants = 100;
const mostValues = 50;
const mostStock = 1_000_000;

export function parseProduct(input: ProductInput): Result<ProductDraft, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug))
    return invalid("INVALID_SLUG", "lower case letters, digits and single hyphens, at most 100", "slug");
  const name = parseName(input.name, 200, "name");
  if (!name.ok) return name;
  if (input.description.length > 20_000) {
    return invalid("INVALID_DESCRIPTION", "at most 20000 characters", "description");
  }
  const brand =
    input.brand === undefined || input.brand.trim() === "" ? ok(undefined) : parseName(input.brand, 100, "brand");
  if (!brand.ok) return brand;
  if (input.categoryIds.length > mostValues) {
    return invalid("TOO_MANY_CATEGORIES", `at most ${mostValues}`, "categoryIds");
  }
  const attributes = parseValues(input.attributes, "attributes");
  if (!attributes.ok) return attributes;
  const media = parseMedia(input.media);
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
  if (values.length > mostValues) return invalid("TOO_MANY_VALUES", `at most ${mostValues}`, ...field);
  for (const [index, { name, value }] of values.entries()) {
    const fine = [name, value].every((text) => text.trim() !== "" && text.length <= 200 && isPrintable(text));
    if (!fine) return invalid("INVALID_VALUE", "a name and a value of 1 to 200 characters", ...field, String(index));
  }
  return ok(values.map(({ name, value }) => ({ name: name.trim(), value: value.trim() })));
}

function parseMedia(media: ProductInput["media"]): Result<void, DomainError> {
  if (media.length > mostValues) return invalid("TOO_MANY_MEDIA", `at most ${mostValues}`, "media");
  for (const [index, { url, alt }] of media.entries()) {
    const protocol = URL.canParse(url) ? new URL(url).protocol : "";
    if (url.length > 2_000 || (protocol !== "https:" && protocol !== "http:")) {
      return invalid("INVALID_URL", "an http or https address is needed", "media", String(index), "url");
    }
    if (alt.length > 500) return invalid("INVALID_TEXT", "at most 500 characters", "media", String(index), "alt");
  }
  return ok(undefined);
}

function parseVariants(inputs: readonly VariantInput[]): Result<readonly VariantDraft[], DomainError> {
  if (inputs.length === 0) return invalid("NO_VARIANTS", "a product has at least one variant", "variants");
  if (inputs.length > mostVariants) return invalid("TOO_MANY_VARIANTS", `at most ${mostVariants}`, "variants");
  const variants: VariantDraft[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseVariant(input, ["variants", String(index)]);
    if (!parsed.ok) return parsed;
    const at = (name: string) => ["variants", String(index), name] as const;
    if (variants.some(({ sku }) => sku === parsed.value.sku)) {
      return invalid("DUPLICATE_SKU", `${parsed.value.sku} stands twice`, ...at("sku"));
    }
    if (variants[0] !== undefined && variants[0].currency !== parsed.value.currency) {
      return invalid("MIXED_CURRENCIES", "all variants of a product are in one currency", ...at("price"));
    }
    variants.push(parsed.value);
  }
  return ok(variants);
}

function parseVariant(input: VariantInput, at: readonly string[]): Result<VariantDraft, DomainError> {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(input.sku)) {
    return invalid("INVALID_SKU", "letters, digits, dots, hyphens and underscores, at most 64", ...at, "sku");
  }
  const name = parseName(input.name, 200, ...at, "name");
  if (!name.ok) return name;
  const options = parseValues(input.options, ...at, "options");
  if (!options.ok) return options;
  const currency = parseCurrency(input.price?.currencyCode ?? "");
  const priceMinor = input.price?.amountMinor;
  if (currency === undefined) {
    return invalid("INVALID_CURRENCY", "a currency of the shop is needed", ...at, "price", "currency");
  }
  if (priceMinor === undefined || priceMinor < 0n || priceMinor > largestAmountMinor) {
    return invalid("INVALID_PRICE", `a price of 0 to ${largestAmountMinor}`, ...at, "price", "amountMinor");
  }
  const initialStock = input.initialStock ?? 0;
  if (!Number.isInteger(initialStock) || initialStock < 0 || initialStock > mostStock) {
    return invalid("INVALID_STOCK", `a stock of 0 to ${mostStock}`, ...at, "initialStock");
  }
  return ok({ sku: input.sku, name: name.value, options: options.value, priceMinor, currency, initialStock });
}

/** Replaces the parts that a mask names, in the contract's snake case. Refuses a name that is none of them. */
export function mergeProduct(
  before: ProductInput,
  change: ProductInput,
  mask: readonly string[],
): Result<ProductInput, DomainError> {
  const merged: Record<string, unknown> = { ...before };
  const parts: Readonly<Record<string, keyof ProductInput>> = {
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
    const part = parts[path];
    if (part === undefined) return err({ reason: "INVALID_MASK", message: `${path} cannot be changed`, field: [] });
    merged[part] = change[part];
  }
  return ok({ ...before, ...merged });
}
