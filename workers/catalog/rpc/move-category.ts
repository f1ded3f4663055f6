import type { MoveCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { invalidateCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { moveCategory as move } from "../store/category-writes.ts";
import { unwrap } from "./shared/errors.ts";
import { categoryMessage } from "./shared/mappers.ts";

export async function moveCategory({ id, parentId, position }: MoveCategoryRequest, ctx: CatalogContext) {
  if (position < 0) throw invalid("INVALID_POSITION", "The position must be 0 or more", "position");
  const category = unwrap(await move(ctx.db, id, { parentId: parentId ?? null, position }));
  await invalidateCategories(ctx);
  return { category: categoryMessage(category) };
}
