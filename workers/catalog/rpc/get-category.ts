import type { GetCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { readCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { categoryMessage } from "./shared/mappers.ts";

export async function getCategory({ key }: GetCategoryRequest, ctx: CatalogContext) {
  const { case: field, value } = key;
  if (field === undefined) throw invalid("ID_OR_SLUG", "`id` or `slug` is required", "id");
  const category = (await readCategories(ctx)).find((row) => row[field] === value);
  if (category === undefined) throw notFound("Category not found", field);
  return { category: categoryMessage(category) };
}
