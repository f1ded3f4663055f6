/** Fields of a product that a request can select, by the contract's names. `id`, `slug` and `name` are always read. */
export const productFields = [
  "description",
  "brand",
  "category_ids",
  "attributes",
  "media",
  "variants",
  "variants.*.product_name",
  "variants.*.options",
  "variants.*.tax_class",
  "variants.*.weight_grams",
  "variants.*.media",
  "variants.*.base_prices",
  "variants.*.unit_prices",
  "variants.*.stock.available",
  "variants.*.stock.reserved",
  "variants.*.stock.update_time",
  "min_price",
  "max_price",
  "in_stock",
  "etag",
  "create_time",
  "update_time",
] as const;
export type ProductField = (typeof productFields)[number];

/** The fields of a product that are read and returned. */
export type Selection = ReadonlySet<ProductField>;

export const allFields: Selection = new Set(productFields);

/** The fields that every caller may read. Base prices are for callers who may change products. */
export const publicFields: Selection = new Set(productFields.filter((field) => field !== "variants.*.base_prices"));
