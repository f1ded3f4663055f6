import { newId } from "../../../kit/domain/ids.ts";
import { unavailable } from "../../../kit/errors/failure.ts";
import { forgetCategories } from "../../cache/category-tree.ts";
import type { CatalogContext } from "../../context.ts";
import { slugify } from "../../domain/fields.ts";
import { type CategoryRow, insertMissing, listCategories, type NewCategory } from "../../store/categories.ts";

type Path = readonly string[];

const mostTries = 10;

const slugKeyOf = (path: Path): string => `slug:${slugify(path.join("-"))}`;

const keyOf = (path: Path): string => path.map((name) => name.toLowerCase()).join("/");

/** Finds categories by the names on the way to them, makes those that are missing, and tells the id of each path. */
export async function ensureCategories(ctx: CatalogContext, paths: readonly Path[]): Promise<(path: Path) => string> {
  if (paths.length === 0) return () => "";
  // Somebody else may have made a parent meanwhile, under an id of its own: what is still missing is made below that.
  for (let tries = 0; tries < mostTries; tries++) {
    const known = indexByPath(await listCategories(ctx.db));
    const missing = missingOf(paths, known, ctx.now());
    if (missing.length === 0) return (path) => known.get(keyOf(path)) ?? known.get(slugKeyOf(path)) ?? "";
    await insertMissing(ctx.db, missing);
    await forgetCategories(ctx);
  }
  throw unavailable("the categories change all the time: try again");
}

/** Ids by the lower-case names on the way, and by slug, which a renamed category keeps. */
function indexByPath(rows: readonly CategoryRow[]): Map<string, string> {
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const index = new Map(rows.map(({ id, slug }) => [`slug:${slug}`, id]));
  for (const { id, path } of rows) index.set(keyOf(path.map((step) => names.get(step) ?? "")), id);
  return index;
}

function missingOf(paths: readonly Path[], known: ReadonlyMap<string, string>, now: number): readonly NewCategory[] {
  const ids = new Map(known);
  const missing: NewCategory[] = [];
  for (const path of paths) {
    for (let depth = 1; depth <= path.length; depth++) {
      const here = path.slice(0, depth);
      const slug = slugify(here.join("-"));
      if (ids.has(keyOf(here)) || ids.has(`slug:${slug}`)) continue;
      const id = newId("cat", now);
      const parentId = ids.get(keyOf(path.slice(0, depth - 1)));
      missing.push({ id, slug, name: here.at(-1) ?? "", description: "", parentId });
      ids.set(keyOf(here), id);
      ids.set(`slug:${slug}`, id);
    }
  }
  return missing;
}
