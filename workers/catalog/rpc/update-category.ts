import type { UpdateCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { forgetCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { parseCategory } from "../domain/category.ts";
import { type CategoryChange, findCategory, updateCategory as update } from "../store/categories.ts";
import { unwrap } from "./shared/errors.ts";
import { categoryMessage } from "./shared/mappers.ts";

export async function updateCategory(request: UpdateCategoryRequest, ctx: CatalogContext) {
  const before = await findCategory(ctx.db, request.id);
  if (before === undefined) throw notFound("there is no such category", "id");
  const change = changeOf(request);
  const parentId = change.parentId ?? undefined;
  const { slug, name, description } = unwrap(parseCategory({ ...before, ...change, parentId }));
  // Only what changes is written: somebody else may be changing the rest.
  const checked: CategoryChange = {
    ...(change.slug === undefined ? {} : { slug }),
    ...(change.name === undefined ? {} : { name }),
    ...(change.description === undefined ? {} : { description }),
    ...(change.parentId === undefined ? {} : { parentId: change.parentId }),
  };
  const category = unwrap(await update(ctx.db, request.id, checked));
  await forgetCategories(ctx);
  return { category: categoryMessage(category) };
}

/** What the mask names of the request. */
function changeOf({ slug, name, description, parentId, updateMask }: UpdateCategoryRequest): CategoryChange {
  const parts: Readonly<Record<string, CategoryChange>> = {
    slug: { slug },
    name: { name },
    description: { description },
    parent_id: { parentId: parentId ?? null },
  };
  let change: CategoryChange = {};
  for (const path of updateMask?.paths ?? []) {
    const part = parts[path];
    if (part === undefined) throw invalid("INVALID_MASK", `${path} cannot be changed`);
    change = { ...change, ...part };
  }
  return change;
}
