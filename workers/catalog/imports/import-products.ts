import { newId } from "../../kit/domain/ids.ts";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { unavailable } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findExistingSlugs, upsertProducts } from "../store/product-writes.ts";
import { ensureCategories } from "./category-paths.ts";
import {
  type ImportedProduct,
  type ImportResult,
  rejectDuplicates,
  rejectForeignSkus,
  rejectTooManyCategories,
  rejectUnknownCategories,
  rejectUnknownTaxClasses,
} from "./import-items.ts";

const maxAttempts = 10;

/** What happened to an item, or why it was rejected. */
export type ImportOutcome = Result<"created" | "updated", DomainError>;

interface ImportOptions {
  /** True checks the items and writes nothing. */
  readonly dryRun?: boolean;
  /** Who changes the products. */
  readonly actor: string;
}

/** Writes all valid items in one statement, and returns the reason for each rejected one. */
export async function importItems(
  ctx: CatalogContext,
  items: readonly ImportResult[],
  { dryRun = false, actor }: ImportOptions,
): Promise<readonly ImportOutcome[]> {
  const parsed = await rejectUnknownTaxClasses(ctx, rejectDuplicates(items));
  // Another request can take a SKU between the check and the write. Then the SKUs are checked again.
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const known = await rejectUnknownCategories(ctx, parsed);
    const checked = await rejectTooManyCategories(ctx, await rejectForeignSkus(ctx, known));
    const valid = checked.flatMap((item) => (item.ok ? item.value : []));
    const isCreated = dryRun ? await findNewSlugs(ctx, valid) : await writeProducts(ctx, valid, actor);
    if (isCreated === "SKU_TAKEN") continue;
    return checked.map((item) => (item.ok ? ok(isCreated.has(item.value.product.slug) ? "created" : "updated") : item));
  }
  throw unavailable("These SKUs are being assigned to other products concurrently. Retry later.");
}

async function findNewSlugs({ db }: CatalogContext, items: readonly ImportedProduct[]): Promise<ReadonlySet<string>> {
  const slugs = items.map(({ product }) => product.slug);
  const existing = slugs.length === 0 ? new Set<string>() : await findExistingSlugs(db, slugs);
  return new Set(slugs.filter((slug) => !existing.has(slug)));
}

/** Writes all items or none. Returns the slugs of new products. */
async function writeProducts(
  ctx: CatalogContext,
  items: readonly ImportedProduct[],
  actor: string,
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
  const created = await upsertProducts(ctx.db, writes, actor);
  if (created.ok) return created.value;
  if (created.error.reason === "SKU_TAKEN") return "SKU_TAKEN";
  throw new Error(`${created.error.reason}: ${created.error.message}`);
}
