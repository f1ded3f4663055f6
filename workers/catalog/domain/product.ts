import type { CurrencyCode } from "../../kit/domain/money.ts";
import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { invalid, invalidSlug, isSlug, parseName } from "./fields.ts";
import { maxCounts, maxLengths } from "./limits.ts";
import { type Media, parseMedia } from "./media.ts";
import { findDuplicate, type NamedValue, parseValues, toValueKey } from "./named-values.ts";
import { parseVariants, rejectDuplicates, type ValidVariant, type VariantInput } from "./variant.ts";

/** A product that passed all validation and can be stored. */
export interface ValidProduct {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly brand: string | undefined;
  readonly categoryIds: readonly string[];
  readonly attributes: readonly NamedValue[];
  readonly media: readonly Media[];
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
  readonly media: readonly Media[];
  readonly variants: readonly VariantInput[];
}

/**
 * Validates a product. Returns the first error. Stored attributes and variants may be duplicates, which older releases
 * accepted: a change of other fields does not reject them.
 */
export function parseProduct(
  input: ProductInput,
  { hasStoredAttributes = false, hasStoredVariants = false } = {},
): Result<ValidProduct, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug)) return invalidSlug;
  const name = parseName(input.name, maxLengths.productName, "name");
  if (!name.ok) return name;
  if (input.description.length > maxLengths.description) {
    return invalid(
      "INVALID_DESCRIPTION",
      `Description must be at most ${maxLengths.description} characters`,
      "description",
    );
  }
  const brand =
    input.brand === undefined || input.brand.trim() === ""
      ? ok(undefined)
      : parseName(input.brand, maxLengths.brand, "brand");
  if (!brand.ok) return brand;
  if (input.categoryIds.length > maxCounts.values) {
    return invalid("TOO_MANY_CATEGORIES", `A product can have at most ${maxCounts.values} categories`, "categoryIds");
  }
  const attributes = parseValues(input.attributes, "attributes");
  if (!attributes.ok) return attributes;
  const duplicate = hasStoredAttributes ? undefined : findDuplicate(attributes.value.map(toValueKey));
  if (duplicate !== undefined) {
    return invalid("DUPLICATE_ATTRIBUTE", "Another attribute has this name and value", "attributes", String(duplicate));
  }
  const media = parseMedia(input.media, "media");
  if (!media.ok) return media;
  const variants = parseVariants(input.variants);
  if (!variants.ok) return variants;
  const distinct = hasStoredVariants ? ok(undefined) : rejectDuplicates(variants.value);
  if (!distinct.ok) return distinct;
  return ok({
    slug,
    name: name.value,
    description: input.description.normalize("NFC"),
    brand: brand.value,
    categoryIds: [...new Set(input.categoryIds)],
    attributes: attributes.value,
    media: media.value,
    variants: variants.value,
    currency: variants.value[0]?.currency ?? "USD",
  });
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
