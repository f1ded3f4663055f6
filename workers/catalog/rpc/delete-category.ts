import type { DeleteCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalidateCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { deleteCategory as remove } from "../store/category-writes.ts";
import { unwrap } from "./shared/errors.ts";

export async function deleteCategory({ id }: DeleteCategoryRequest, ctx: CatalogContext) {
  unwrap(await remove(ctx.db, id));
  await invalidateCategories(ctx);
  return {};
}
