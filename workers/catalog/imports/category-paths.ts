import { foldCase } from "../../kit/domain/case-folding.ts";
import { newId } from "../../kit/domain/ids.ts";
import { unavailable } from "../../kit/errors/failure.ts";
import { invalidateCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { type CategoryPath, indexCategories, pathKey } from "../domain/category-paths.ts";
import { type CategoryNames, listCategoryNames } from "../store/categories.ts";
import { insertMissingCategories, type NewCategory } from "../store/category-writes.ts";
import { slugOfPath } from "./category-slug.ts";

const maxAttempts = 10;

/** Creates the missing categories of the paths. Returns a function from a path to its category id. */
export async function ensureCategories(
  ctx: CatalogContext,
  paths: readonly CategoryPath[],
): Promise<(path: CategoryPath) => string> {
  if (paths.length === 0) return () => "";
  // A concurrent import can create a parent with another id. The next attempt creates what is still missing below it.
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const existing = await listCategoryNames(ctx.db);
    const missing = await missingCategories(paths, existing, ctx.now());
    if (missing.length === 0) {
      const find = indexCategories(existing);
      return (path) => find(path) ?? "";
    }
    await insertMissingCategories(ctx.db, missing);
    await invalidateCategories(ctx);
  }
  throw unavailable("Categories are being changed concurrently. Retry later.");
}

/** Returns the categories to create, parents before children. */
async function missingCategories(
  paths: readonly CategoryPath[],
  existing: readonly CategoryNames[],
  now: number,
): Promise<readonly NewCategory[]> {
  const find = indexCategories(existing);
  const slugs = new Set(existing.map(({ slug }) => slug));
  const planned = new Map<string, NewCategory>();
  for (const path of paths) {
    let parentId: string | undefined;
    for (let depth = 1; depth <= path.length; depth++) {
      const prefix = path.slice(0, depth);
      const key = pathKey(prefix);
      let id = find(prefix) ?? planned.get(key)?.id;
      if (id === undefined) {
        id = newId("cat", now);
        const slug = await slugOfPath(prefix, (candidate) => slugs.has(candidate));
        const createdPath = prefix.map(foldCase);
        planned.set(key, { id, slug, name: prefix.at(-1) ?? "", parentId, createdPath });
        slugs.add(slug);
      }
      parentId = id;
    }
  }
  return [...planned.values()];
}
