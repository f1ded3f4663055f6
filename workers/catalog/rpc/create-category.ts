import type { CreateCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { invalidateCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { parseCategory } from "../domain/category.ts";
import { insertCategory } from "../store/category-writes.ts";
import { unwrap } from "./shared/errors.ts";
import { categoryMessage } from "./shared/mappers.ts";

export async function createCategory(request: CreateCategoryRequest, ctx: CatalogContext) {
  const input = unwrap(parseCategory({ ...request, parentId: request.parentId }));
  const id = newId("cat", ctx.now());
  const category = unwrap(await insertCategory(ctx.db, { id, ...input }));
  await invalidateCategories(ctx);
  return { category: categoryMessage(category) };
}
