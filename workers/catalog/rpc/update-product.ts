import type { UpdateProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { mergeProduct, type ProductInput, parseProduct } from "../domain/product.ts";
import type { ProductRow } from "../store/product-rows.ts";
import { updateProduct as update } from "../store/product-writes.ts";
import { findProduct } from "../store/products.ts";
import { unwrap } from "./shared/errors.ts";
import { versionOf } from "./shared/etag.ts";
import { checkTaxClasses } from "./shared/known-tax-classes.ts";
import { productMessage } from "./shared/mappers.ts";
import { marketPricesOf } from "./shared/selection.ts";

export async function updateProduct(request: UpdateProductRequest, ctx: CatalogContext) {
  const { id, product: change } = request;
  if (change === undefined) throw invalid("NO_PRODUCT", "`product` is required");
  const before = await findProduct(ctx.db, id, undefined);
  if (before === undefined) throw notFound("Product not found", "id");
  const mask = request.updateMask?.paths ?? [];
  const merged = unwrap(mergeProduct(toProductInput(before), change, mask));
  const stored = {
    hasStoredAttributes: !mask.includes("attributes"),
    hasStoredVariants: !mask.includes("variants"),
  };
  const product = unwrap(parseProduct(merged, stored));
  if (!stored.hasStoredVariants) unwrap(await checkTaxClasses(ctx, product));
  unwrap(await update(ctx.db, { id, product }, versionOf(request.etag)));
  const updated = await findProduct(ctx.db, id, marketPricesOf(request.prices, ctx));
  return updated === undefined ? {} : { product: productMessage(updated) };
}

function toProductInput(row: ProductRow): ProductInput {
  return {
    slug: row.slug,
    name: row.name,
    description: row.description,
    brand: row.brand ?? undefined,
    categoryIds: row.category_ids,
    attributes: row.attributes,
    media: row.media,
    variants: row.variants.map(({ sku, name, options, price, currency, basePrices, taxClass, weightGrams }) => ({
      sku,
      name,
      options,
      price: { amountMinor: BigInt(price), currencyCode: currency },
      basePrices: basePrices.map(({ amount, ...other }) => ({
        amountMinor: BigInt(amount),
        currencyCode: other.currency,
      })),
      taxClassCode: taxClass,
      weightGrams: weightGrams ?? undefined,
    })),
  };
}
