import type { GetCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/failure.ts";
import type { CatalogContext } from "../context.ts";
import { categoryMessage } from "../messages.ts";
import { findCategory } from "../store/categories.ts";

export async function getCategory({ key }: GetCategoryRequest, ctx: CatalogContext) {
  if (key.case === undefined) throw invalid("ID_OR_SLUG", "an id or a slug is needed", "id");
  const category = await findCategory(ctx.db, key.case === "id" ? { id: key.value } : { slug: key.value });
  if (category === undefined) throw notFound("there is no such category", key.case);
  return { category: categoryMessage(category) };
}
