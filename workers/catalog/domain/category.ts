import { ok, type Result } from "../../kit/domain/result.ts";
import { type DomainError, invalid, isSlug, parseName } from "./fields.ts";

export interface CategoryDraft {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly parentId: string | undefined;
}

export function parseCategory(input: CategoryDraft): Result<CategoryDraft, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug))
    return invalid("INVALID_SLUG", "lower case letters, digits and single hyphens, at most 100", "slug");
  const name = parseName(input.name, 100, "name");
  if (!name.ok) return name;
  if (input.description.length > 5_000) return invalid("INVALID_DESCRIPTION", "at most 5000 characters", "description");
  return ok({ slug, name: name.value, description: input.description, parentId: input.parentId });
}

/** Splits "Home/Furniture/Beds" into its names. */
export function parseCategoryPath(path: string): Result<readonly string[], DomainError> {
  const names = path.split("/").map((name) => name.trim());
  const fine = names.length <= 10 && names.every((name) => parseName(name, 100).ok);
  return fine ? ok(names) : invalid("INVALID_CATEGORY_PATH", `"${path.slice(0, 100)}" is not a path`, "categoryPaths");
}
