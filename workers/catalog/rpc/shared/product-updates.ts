import type { UpdateProductRequest } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../../kit/errors/failure.ts";
import type { CatalogContext } from "../../context.ts";
import { mergeProduct, type ProductInput, parseProduct } from "../../domain/product.ts";
import type { ProductRow } from "../../store/product-rows.ts";
import { updateProduct } from "../../store/product-writes.ts";
import { actorOf } from "./actor.ts";
import { unwrap } from "./errors.ts";
import { versionOf } from "./etag.ts";
import { checkTaxClasses } from "./known-tax-classes.ts";

/** Updates the fields of a product that the mask names. `before` is the product as it was read. */
export async function applyUpdate(
  request: UpdateProductRequest,
  before: ProductRow | undefined,
  ctx: CatalogContext,
): Promise<void> {
  const { id, product: change } = request;
  if (change === undefined) throw invalid("NO_PRODUCT", "`product` is required");
  if (before === undefined) throw notFound("Product not found", "id");
  const mask = request.updateMask?.paths ?? [];
  const merged = unwrap(mergeProduct(toProductInput(before), change, mask));
  const stored = {
    hasStoredAttributes: !mask.includes("attributes"),
    hasStoredVariants: !mask.includes("variants"),
  };
  const product = unwrap(parseProduct(merged, stored));
  if (!stored.hasStoredVariants) unwrap(await checkTaxClasses(ctx, product));
  const expected = { version: versionOf(request.etag), actor: actorOf(ctx.identity) };
  unwrap(await updateProduct(ctx.db, { id, product }, expected));
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
    variants: row.variants.map(({ sku, name, options, price, currency, basePrices, taxClass, weightGrams, media }) => ({
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
      media,
    })),
  };
}
