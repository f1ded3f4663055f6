import type { ImportItem, ProductDraft } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { toSkuKey } from "../../kit/domain/sku.ts";
import type { CatalogContext } from "../context.ts";
import { parseCategoryPath } from "../domain/category.ts";
import { indexCategories, pathKey } from "../domain/category-paths.ts";
import { maxCounts } from "../domain/limits.ts";
import { parseProduct, type ValidProduct } from "../domain/product.ts";
import { defaultTaxClass } from "../domain/variant.ts";
import { listCategories, listCategoryNames } from "../store/categories.ts";
import { type PreservedField, preservedFields } from "../store/product-write-sql.ts";
import { findSkuOwners } from "../store/product-writes.ts";
import { listTaxClasses } from "../store/taxes.ts";

export interface ImportedProduct {
  readonly product: ValidProduct;
  /** Fields that keep their values when the product exists. */
  readonly preserved: readonly PreservedField[];
  readonly categoryPaths: readonly (readonly string[])[];
}

/** A valid item, or the reason why it is rejected. */
export type ImportResult = Result<ImportedProduct, DomainError>;

export function parseImportItem(item: ImportItem): ImportResult {
  const { product, categoryPaths } = item;
  if (product === undefined) return err({ reason: "NO_PRODUCT", message: "`product` is required", field: [] });
  const preserved = parsePreservedFields(item, product);
  if (!preserved.ok) return preserved;
  if (product.categoryIds.length + categoryPaths.length > maxCounts.values) {
    const message = `A product can have at most ${maxCounts.values} categories`;
    return err({ reason: "TOO_MANY_CATEGORIES", message, field: ["categoryPaths"] });
  }
  const parsed = parseProduct(product);
  if (!parsed.ok) return parsed;
  const paths: (readonly string[])[] = [];
  for (const text of categoryPaths) {
    const path = parseCategoryPath(text);
    if (!path.ok) return path;
    paths.push(path.value);
  }
  return ok({ product: parsed.value, preserved: preserved.value, categoryPaths: paths });
}

const preservedFieldOf: Readonly<Record<string, PreservedField | undefined>> = {
  description: "description",
  brand: "brand",
  category_ids: "categories",
  category_paths: "categories",
  attributes: "attributes",
  media: "media",
  "variants.*.base_prices": "basePrices",
  "variants.*.tax_class_code": "taxClass",
  "variants.*.weight_grams": "weight",
  "variants.*.media": "variantMedia",
};

const requiredFields = ["slug", "name", "variants"];

/** Returns the optional fields that the item does not replace. A list has no presence in protobuf, hence the mask. */
function parsePreservedFields(
  { updateMask, categoryPaths }: ImportItem,
  product: ProductDraft,
): Result<readonly PreservedField[], DomainError> {
  const { description, brand = "", categoryIds, attributes, media, variants } = product;
  const values = {
    description,
    brand,
    category_ids: categoryIds,
    category_paths: categoryPaths,
    attributes,
    media,
    "variants.*.base_prices": variants.flatMap(({ basePrices }) => basePrices),
    "variants.*.tax_class_code": variants.filter(({ taxClassCode }) => taxClassCode !== undefined),
    "variants.*.weight_grams": variants.filter(({ weightGrams }) => weightGrams !== undefined),
    "variants.*.media": variants.flatMap((variant) => variant.media),
  };
  const populated = Object.entries(values).flatMap(([name, { length }]) => (length > 0 ? [name] : []));
  const replaced = new Set(updateMask?.paths ?? populated);
  for (const path of replaced) {
    if (preservedFieldOf[path] !== undefined || requiredFields.includes(path)) continue;
    return err({ reason: "INVALID_MASK", message: `\`${path}\` is not a field of an import item`, field: [] });
  }
  const replacedFields = new Set([...replaced].map((path) => preservedFieldOf[path]));
  return ok(preservedFields.filter((field) => !replacedFields.has(field)));
}

/** Rejects items whose slug or SKU an earlier item has. */
export function rejectDuplicates(items: readonly ImportResult[]): readonly ImportResult[] {
  const seen = new Set<string>();
  return items.map((item) => {
    if (!item.ok) return item;
    const { slug, variants } = item.value.product;
    const keys = [
      { key: `slug ${slug}`, spelling: `slug ${slug}` },
      ...variants.map(({ sku }) => ({ key: `SKU ${toSkuKey(sku)}`, spelling: `SKU ${sku}` })),
    ];
    const duplicate = keys.find(({ key }) => seen.has(key));
    if (duplicate !== undefined)
      return err({ reason: "DUPLICATE", message: `Duplicate ${duplicate.spelling}`, field: [] });
    for (const { key } of keys) seen.add(key);
    return item;
  });
}

/**
 * Rejects items with a SKU on sale that belongs to another product. An item of the same request can release the SKU: the
 * owners after the request count. A rejected item releases nothing, so the check is repeated until no item is rejected.
 */
export async function rejectForeignSkus(
  { db }: Pick<CatalogContext, "db">,
  items: readonly ImportResult[],
): Promise<readonly ImportResult[]> {
  const skus = items.flatMap((item) => (item.ok ? item.value.product.variants.map(({ sku }) => sku) : []));
  const owners = skus.length === 0 ? new Map<string, string>() : await findSkuOwners(db, skus);
  let checked = items;
  for (;;) {
    const written = new Set(checked.flatMap((item) => (item.ok ? [item.value.product.slug] : [])));
    const next = checked.map((item) => rejectForeignSku(item, owners, written));
    if (next.every((item, index) => item.ok === checked[index]?.ok)) return next;
    checked = next;
  }
}

/** No other item of the request has the SKU, so an owner that is written releases it. */
function rejectForeignSku(
  item: ImportResult,
  owners: ReadonlyMap<string, string>,
  written: ReadonlySet<string>,
): ImportResult {
  if (!item.ok) return item;
  const { slug, variants } = item.value.product;
  const foreign = variants.find(({ sku }) => {
    const owner = owners.get(sku);
    return owner !== undefined && owner !== slug && !written.has(owner);
  });
  if (foreign === undefined) return item;
  return err({ reason: "SKU_TAKEN", message: `SKU ${foreign.sku} belongs to another product`, field: ["variants"] });
}

/** Rejects items with a tax class that does not exist. */
export async function rejectUnknownTaxClasses(
  ctx: Pick<CatalogContext, "db">,
  items: readonly ImportResult[],
): Promise<readonly ImportResult[]> {
  const isDefault = ({ variants }: ValidProduct) => variants.every(({ taxClass }) => taxClass === defaultTaxClass);
  if (items.every((item) => !item.ok || isDefault(item.value.product))) return items;
  const known = new Set((await listTaxClasses(ctx.db)).map(({ code }) => code));
  return items.map((item) => {
    const unknown = item.ok ? item.value.product.variants.findIndex(({ taxClass }) => !known.has(taxClass)) : -1;
    if (unknown === -1) return item;
    const field = ["variants", String(unknown), "taxClassCode"];
    return err({ reason: "UNKNOWN_TAX_CLASS", message: "This tax class does not exist", field });
  });
}

/** Rejects items with a category id that does not exist. */
export async function rejectUnknownCategories(
  { db }: Pick<CatalogContext, "db">,
  items: readonly ImportResult[],
): Promise<readonly ImportResult[]> {
  const ids = items.flatMap((item) => (item.ok ? item.value.product.categoryIds : []));
  if (ids.length === 0) return items;
  const known = new Set((await listCategories(db)).map(({ id }) => id));
  return items.map((item) => {
    const unknown = item.ok ? item.value.product.categoryIds.find((id) => !known.has(id)) : undefined;
    if (unknown === undefined) return item;
    return err({ reason: "UNKNOWN_CATEGORY", message: "Category not found", field: ["categoryIds"] });
  });
}

/**
 * Rejects items whose new categories exceed the limit of one request, in the order of the items. The next request can
 * create them: then the others exist.
 */
export async function rejectTooManyCategories(
  { db }: Pick<CatalogContext, "db">,
  items: readonly ImportResult[],
): Promise<readonly ImportResult[]> {
  const paths = items.flatMap((item) => (item.ok ? item.value.categoryPaths : []));
  if (paths.reduce((levels, { length }) => levels + length, 0) <= maxCounts.newCategories) return items;
  const find = indexCategories(await listCategoryNames(db));
  let created: ReadonlySet<string> = new Set();
  return items.map((item) => {
    if (!item.ok) return item;
    const next = new Set(created);
    for (const path of item.value.categoryPaths) {
      for (const prefix of path.map((_, index) => path.slice(0, index + 1))) {
        if (find(prefix) === undefined) next.add(pathKey(prefix));
      }
    }
    if (next.size > maxCounts.newCategories) {
      const message = `A request can create at most ${maxCounts.newCategories} categories. Send the line again in another request.`;
      return err({ reason: "TOO_MANY_NEW_CATEGORIES", message, field: ["categoryPaths"] });
    }
    created = next;
    return item;
  });
}
