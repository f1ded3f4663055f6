import { readCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { categoryMessage } from "./shared/mappers.ts";

export async function listCategories(_request: unknown, ctx: CatalogContext) {
  return { categories: (await readCategories(ctx)).map(categoryMessage) };
}
