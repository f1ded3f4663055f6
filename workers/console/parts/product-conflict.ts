import type { Difference } from "./differences.tsx";
import { type MediaDraft, type ProductDraft, toPictures, type VariantDraft, withoutBlanks } from "./product-draft.ts";

const labels = {
  name: "Name",
  slug: "Slug",
  description: "Description",
  brand: "Brand",
  currency: "Currency",
  categoryIds: "Categories",
  attributes: "Attributes",
  media: "Media",
} as const satisfies Partial<Record<keyof ProductDraft, string>>;

type FieldName = keyof typeof labels;

const fields = Object.keys(labels) as readonly FieldName[];
/** Before the SKU in the key of the difference of a variant. */
const variantPrefix = "variant ";

/** Returns the fields and variants in which the form and the product differ. `base` is the product as the form was loaded. */
export function findConflicts(
  mine: ProductDraft,
  now: ProductDraft,
  base: ProductDraft,
  categoryNames: ReadonlyMap<string, string>,
): readonly Difference[] {
  const keys = [...fields, ...toSkus(mine, now).map((sku) => `${variantPrefix}${sku}`)];
  return keys.flatMap((key) => {
    const [ours, theirs, before] = [mine, now, base].map((draft) => toText(draft, key, categoryNames));
    if (ours === theirs) return [];
    const label = key.startsWith(variantPrefix)
      ? `Variant ${key.slice(variantPrefix.length)}`
      : labels[key as FieldName];
    return [{ key, label, mine: ours, now: theirs, suggested: ours === before ? "now" : "mine" }];
  });
}

/** Returns the product with the chosen value of each field. A field without a choice has the person's value. */
export function mergeDrafts(mine: ProductDraft, now: ProductDraft, choices: ReadonlyMap<string, string>): ProductDraft {
  const pick = (key: string) => (choices.get(key) === "now" ? now : mine);
  const merged = Object.fromEntries(fields.map((field) => [field, pick(field)[field]])) as Pick<
    ProductDraft,
    FieldName
  >;
  const variants = toSkus(mine, now).flatMap((sku) => findVariant(pick(`${variantPrefix}${sku}`), sku) ?? []);
  return { ...merged, variants };
}

/** Returns the fields of the API in which a draft differs from the product as the form was loaded. */
export function findChangedFields(draft: ProductDraft, base: ProductDraft): ReadonlySet<string> {
  const none = new Map<string, string>();
  const differs = (key: FieldName) => toText(draft, key, none) !== toText(base, key, none);
  const toVariants = ({ currency, ...rest }: ProductDraft) =>
    JSON.stringify([
      currency,
      ...withoutBlanks({ currency, ...rest }).variants.map((variant) => describeVariant(variant)),
    ]);
  return new Set([
    ...fields.filter((field) => field !== "currency" && differs(field)),
    ...(toVariants(draft) === toVariants(base) ? [] : ["variants"]),
  ]);
}

function toSkus(mine: ProductDraft, now: ProductDraft): readonly string[] {
  return [...new Set([...mine.variants, ...now.variants].map(({ sku }) => sku))];
}

function findVariant({ variants }: ProductDraft, sku: string): VariantDraft | undefined {
  return variants.find((variant) => variant.sku === sku);
}

/** Returns a value as text that is equal for equal values. */
function toText(draft: ProductDraft, key: string, categoryNames: ReadonlyMap<string, string>): string | undefined {
  if (key.startsWith(variantPrefix)) {
    const variant = findVariant(draft, key.slice(variantPrefix.length));
    return variant === undefined ? undefined : describeVariant(variant);
  }
  const { categoryIds, attributes, media } = withoutBlanks(draft);
  switch (key) {
    case "categoryIds":
      return categoryIds
        .map((id) => categoryNames.get(id) ?? id)
        .sort()
        .join("\n");
    case "attributes":
      return attributes.map(({ name, value }) => `${name}: ${value}`).join("\n");
    case "media":
      return media.map(describeMedia).join("\n");
    default:
      return String(draft[key as FieldName])
        .replaceAll("\r\n", "\n")
        .trim();
  }
}

function describeMedia({ url, alt, width, height, thumbHash }: MediaDraft): string {
  const size = width === "" && height === "" ? [] : [`${width || "?"} × ${height || "?"} pixels`];
  const parts = [url, ...(alt === "" ? [] : [`(${alt})`]), ...size, thumbHash];
  return parts.join(" ").trim();
}

function describeVariant(variant: VariantDraft): string {
  const { sku, name, options, price, otherPrices, taxClass, weight, initialStock } = variant;
  const values = options.map((option) => `${option.name}: ${option.value}`).sort();
  return [
    `${sku}, ${name}`,
    ...values,
    `Price: ${price}`,
    ...(otherPrices === "" ? [] : [`Other prices: ${otherPrices}`]),
    `Tax class: ${taxClass === "" ? "standard" : taxClass}`,
    ...(weight === "" ? [] : [`Weight: ${weight} g`]),
    ...toPictures(variant, []).map((file) => `Picture: ${describeMedia(file)}`),
    ...(initialStock === "" ? [] : [`Initial stock: ${initialStock}`]),
  ].join("\n");
}
