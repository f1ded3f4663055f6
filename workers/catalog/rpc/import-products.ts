import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type ImportOutcomeSchema,
  type ImportProductsRequest,
  ImportOutcome_Result as Outcome,
} from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { invalid, unavailable } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { upsertProducts } from "../store/product-writes.ts";
import { actorOf } from "./shared/actor.ts";
import { ensureCategories } from "./shared/category-paths.ts";
import { unwrap } from "./shared/errors.ts";
import {
  type ImportedProduct,
  type ImportResult,
  parseImportItem,
  rejectDuplicates,
  rejectForeignSkus,
  rejectTooManyCategories,
  rejectUnknownCategories,
  rejectUnknownTaxClasses,
} from "./shared/import-items.ts";

const maxAttempts = 10;

/** Writes all valid items in one statement, and returns the reason for each rejected one. */
export async function importProducts({ items }: ImportProductsRequest, ctx: CatalogContext) {
  if (items.length > maxCounts.importItems)
    throw invalid("TOO_MANY", `At most ${maxCounts.importItems} are allowed in one request`, "items");
  const parsed = await rejectUnknownTaxClasses(ctx, rejectDuplicates(items.map(parseImportItem)));
  // Another request can take a SKU between the check and the write. Then the SKUs are checked again.
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const known = await rejectUnknownCategories(ctx, parsed);
    const checked = await rejectTooManyCategories(ctx, await rejectForeignSkus(ctx, known));
    const created = await writeProducts(
      ctx,
      checked.flatMap((item) => (item.ok ? item.value : [])),
    );
    if (created !== "SKU_TAKEN") return { outcomes: checked.map((item) => toOutcome(item, created)) };
  }
  throw unavailable("These SKUs are being assigned to other products concurrently. Retry later.");
}

/** Writes all items or none. Returns the slugs of new products. */
async function writeProducts(
  ctx: CatalogContext,
  items: readonly ImportedProduct[],
): Promise<ReadonlySet<string> | "SKU_TAKEN"> {
  if (items.length === 0) return new Set();
  const categoryIdOf = await ensureCategories(
    ctx,
    items.flatMap(({ categoryPaths }) => categoryPaths),
  );
  const writes = items.map(({ product, preserved, categoryPaths }) => {
    const categoryIds = [...new Set([...product.categoryIds, ...categoryPaths.map(categoryIdOf)])];
    return { id: newId("prd", ctx.now()), product: { ...product, categoryIds }, preserved };
  });
  const created = await upsertProducts(ctx.db, writes, actorOf(ctx.identity));
  if (!created.ok && created.error.reason === "SKU_TAKEN") return "SKU_TAKEN";
  return unwrap(created);
}

function toOutcome(item: ImportResult, created: ReadonlySet<string>): MessageInitShape<typeof ImportOutcomeSchema> {
  if (!item.ok) {
    const { reason, message, field } = item.error;
    const prefix = field.length === 0 ? "" : `${field.join(".")}: `;
    return { result: Outcome.REFUSED, reason, message: `${prefix}${message}` };
  }
  return { result: created.has(item.value.product.slug) ? Outcome.CREATED : Outcome.UPDATED };
}
