import type { UpdateCategoryRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/failure.ts";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { type CategoryDraft, parseCategory } from "../domain/category.ts";
import { categoryMessage } from "../messages.ts";
import { findCategory, updateCategory as update } from "../store/categories.ts";

export async function updateCategory(request: UpdateCategoryRequest, ctx: CatalogContext) {
  const before = await findCategory(ctx.db, { id: request.id });
  if (before === undefined) throw notFound("there is no such category", "id");
  const current: CategoryDraft = { ...before, parentId: before.parent_id ?? undefined };
  const draft = valueOrFailure(parseCategory(merge(current, request)));
  return { category: categoryMessage(valueOrFailure(await update(ctx.db, request.id, draft))) };
}

function merge(current: CategoryDraft, request: UpdateCategoryRequest): CategoryDraft {
  let draft = current;
  for (const path of request.updateMask?.paths ?? []) {
    switch (path) {
      case "slug":
        draft = { ...draft, slug: request.slug };
        break;
      case "name":
        draft = { ...draft, name: request.name };
        break;
      case "description":
        draft = { ...draft, description: request.description };
        break;
      case "parent_id":
        draft = { ...draft, parentId: request.parentId };
        break;
      default:
        throw invalid("INVALID_MASK", `${path} cannot be changed`);
    }
  }
  return draft;
}
