import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { hasVisibleCharacter, isPrintable, isSlugWithin } from "../../kit/domain/text.ts";
import { maxLengths } from "./limits.ts";

export function invalid(reason: string, message: string, ...field: string[]): { ok: false; error: DomainError } {
  return { ok: false, error: { reason, message, field } };
}

export const invalidSlug = invalid(
  "INVALID_SLUG",
  "Slug must be at most 100 characters of a-z, 0-9 and single hyphens",
  "slug",
);

export function isSlug(text: string): boolean {
  return isSlugWithin(text, maxLengths.slug);
}

/**
 * Returns the trimmed name in NFC. Rejects one without a visible character, one above `maxLength` and control characters.
 */
export function parseName(text: string, maxLength: number, ...field: string[]): Result<string, DomainError> {
  const trimmed = text.normalize("NFC").trim();
  if (!hasVisibleCharacter(trimmed) || trimmed.length > maxLength || !isPrintable(trimmed)) {
    return err({ reason: "INVALID_NAME", message: `Name must be 1 to ${maxLength} printable characters`, field });
  }
  return ok(trimmed);
}

/**
 * Returns the characters of a string that a slug can have: "home-furniture-beds" for "Home/Furniture & Beds". The result can
 * be empty, and longer than a slug. Different strings can give the same slug.
 */
export function slugify(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
