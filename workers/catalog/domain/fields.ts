import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";

export function invalid(reason: string, message: string, ...field: string[]): { ok: false; error: DomainError } {
  return { ok: false, error: { reason, message, field } };
}

export const invalidSlug = invalid(
  "INVALID_SLUG",
  "Slug must be at most 100 characters of a-z, 0-9 and single hyphens",
  "slug",
);

export function isSlug(text: string): boolean {
  return text.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** Returns whether the text has no control characters. */
export function isPrintable(text: string): boolean {
  return [...text].every((char) => char >= " " && char !== "\u007f");
}

/** Returns the trimmed name. Rejects an empty one, one above `maxLength` and control characters. */
export function parseName(text: string, maxLength: number, ...field: string[]): Result<string, DomainError> {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > maxLength || !isPrintable(trimmed)) {
    return err({ reason: "INVALID_NAME", message: `Name must be 1 to ${maxLength} printable characters`, field });
  }
  return ok(trimmed);
}

/** Returns a slug for any text: "home-furniture-beds" for "Home/Furniture & Beds". Empty when no character fits. */
export function slugify(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100)
    .replace(/-+$/, "");
}
