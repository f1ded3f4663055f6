import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { invalid, invalidSlug, isSlug, parseName } from "./fields.ts";
import { maxCounts, maxLengths } from "./limits.ts";

export interface CategoryInput {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly parentId: string | undefined;
}

/** Validates a category and trims its slug and name. */
export function parseCategory(input: CategoryInput): Result<CategoryInput, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug)) return invalidSlug;
  const name = parseName(input.name, maxLengths.categoryName, "name");
  if (!name.ok) return name;
  if (input.description.length > maxLengths.categoryDescription) {
    return invalid(
      "INVALID_DESCRIPTION",
      `Description must be at most ${maxLengths.categoryDescription} characters`,
      "description",
    );
  }
  return ok({ slug, name: name.value, description: input.description.normalize("NFC"), parentId: input.parentId });
}

/** Splits "Home/Furniture/Beds" into its names. It has at most `categoryLevels` levels. */
export function parseCategoryPath(path: string): Result<readonly string[], DomainError> {
  const names = path.split("/").map((name) => parseName(name, maxLengths.categoryName));
  const valid = names.flatMap((name) => (name.ok ? [name.value] : []));
  if (names.length <= maxCounts.categoryLevels && valid.length === names.length) return ok(valid);
  return invalid("INVALID_CATEGORY_PATH", `Invalid category path "${path.slice(0, 100)}"`, "categoryPaths");
}
