import { newId } from "../../../kit/domain/ids.ts";
import { unavailable } from "../../../kit/errors/failure.ts";
import { invalidateCategories } from "../../cache/category-tree.ts";
import type { CatalogContext } from "../../context.ts";
import { slugify } from "../../domain/fields.ts";
import { type CategoryRow, listCategories } from "../../store/categories.ts";
import { insertMissingCategories, type NewCategory } from "../../store/category-writes.ts";

/** Category names from a root. */
type Path = readonly string[];

const maxAttempts = 10;

const slugKey = (path: Path): string => `slug:${slugify(path.join("-"))}`;

const nameKey = (path: Path): string => path.map((name) => name.toLowerCase()).join("/");

/** Creates the missing categories of the paths. Returns a function from a path to its category id. */
export async function ensureCategories(ctx: CatalogContext, paths: readonly Path[]): Promise<(path: Path) => string> {
  if (paths.length === 0) return () => "";
  // A concurrent import can create a parent with another id. The next attempt creates what is still missing below it.
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const ids = indexByPath(await listCategories(ctx.db));
    const missing = missingCategories(paths, ids, ctx.now());
    if (missing.length === 0) return (path) => ids.get(nameKey(path)) ?? ids.get(slugKey(path)) ?? "";
    await insertMissingCategories(ctx.db, missing);
    await invalidateCategories(ctx);
  }
  throw unavailable("Categories are being changed concurrently. Retry later.");
}

/** Indexes ids by the lower-case names of the path, and by slug, which does not change when a category is renamed. */
function indexByPath(rows: readonly CategoryRow[]): Map<string, string> {
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const index = new Map(rows.map(({ id, slug }) => [`slug:${slug}`, id]));
  for (const { id, path } of rows) index.set(nameKey(path.map((ancestorId) => names.get(ancestorId) ?? "")), id);
  return index;
}

/** Returns the categories to create, parents before children. */
function missingCategories(
  paths: readonly Path[],
  existing: ReadonlyMap<string, string>,
  now: number,
): readonly NewCategory[] {
  const ids = new Map(existing);
  const missing: NewCategory[] = [];
  for (const path of paths) {
    for (let depth = 1; depth <= path.length; depth++) {
      const prefix = path.slice(0, depth);
      const slug = slugify(prefix.join("-"));
      if (ids.has(nameKey(prefix)) || ids.has(`slug:${slug}`)) continue;
      const id = newId("cat", now);
      const parentId = ids.get(nameKey(path.slice(0, depth - 1)));
      missing.push({ id, slug, name: prefix.at(-1) ?? "", description: "", parentId });
      ids.set(nameKey(prefix), id);
      ids.set(`slug:${slug}`, id);
    }
  }
  return missing;
}
