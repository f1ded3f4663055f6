import type { CatalogContext } from "../context.ts";
import { categoryMessage } from "../messages.ts";
import { listCategories as list } from "../store/categories.ts";

export async function listCategories(_request: unknown, ctx: CatalogContext) {
  return { categories: (await list(ctx.db)).map(categoryMessage) };
}
