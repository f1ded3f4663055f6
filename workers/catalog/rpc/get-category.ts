import type { GetCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { readCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { categoryMessage } from "./shared/mappers.ts";

export async function getCategory({ key }: GetCategoryRequest, ctx: CatalogContext) {
  const { case: by, value } = key;
  if (by === undefined) throw invalid("ID_OR_SLUG", "an id or a slug is needed", "id");
  const category = (await readCategories(ctx)).find((one) => one[by] === value);
  if (category === undefined) throw notFound("there is no such category", by);
  return { category: categoryMessage(category) };
}
