import type { UpdateCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { invalidateCategories } from "../cache/category-tree.ts";
import type { CatalogContext } from "../context.ts";
import { parseCategory } from "../domain/category.ts";
import { findCategory } from "../store/categories.ts";
import { type CategoryChange, updateCategory as update } from "../store/category-writes.ts";
import { unwrap } from "./shared/errors.ts";
import { categoryMessage } from "./shared/mappers.ts";

export async function updateCategory(request: UpdateCategoryRequest, ctx: CatalogContext) {
  const before = await findCategory(ctx.db, request.id);
  if (before === undefined) throw notFound("Category not found", "id");
  const change = changeOf(request);
  const parentId = change.parentId ?? undefined;
  const { slug, name, description } = unwrap(parseCategory({ ...before, ...change, parentId }));
  // Writes only the changed fields: a concurrent request may change the others.
  const validated: CategoryChange = {
    ...(change.slug === undefined ? {} : { slug }),
    ...(change.name === undefined ? {} : { name }),
    ...(change.description === undefined ? {} : { description }),
    ...(change.parentId === undefined ? {} : { parentId: change.parentId }),
  };
  const category = unwrap(await update(ctx.db, request.id, validated));
  await invalidateCategories(ctx);
  return { category: categoryMessage(category) };
}

/** Returns the fields that the update mask names. */
function changeOf({ slug, name, description, parentId, updateMask }: UpdateCategoryRequest): CategoryChange {
  const fields: Readonly<Record<string, CategoryChange>> = {
    slug: { slug },
    name: { name },
    description: { description },
    parent_id: { parentId: parentId ?? null },
  };
  let change: CategoryChange = {};
  for (const path of updateMask?.paths ?? []) {
    const field = fields[path];
    if (field === undefined) throw invalid("INVALID_MASK", `\`${path}\` is not an updatable field`);
    change = { ...change, ...field };
  }
  return change;
}
