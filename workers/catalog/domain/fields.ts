import { err, ok, type Result } from "../../kit/domain/result.ts";

/** Why an input is not accepted. `field` is the path into it, in the public API's camel case. */
export interface DomainError {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}

export function invalid(reason: string, message: string, ...field: string[]): { ok: false; error: DomainError } {
  return { ok: false, error: { reason, message, field } };
}

export function isSlug(text: string): boolean {
  return text.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** Without control characters. */
export function isPrintable(text: string): boolean {
  return [...text].every((char) => char >= " " && char !== "\u007f");
}

export function parseName(text: string, most: number, ...field: string[]): Result<string, DomainError> {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > most || !isPrintable(trimmed)) {
    return err({ reason: "INVALID_NAME", message: `1 to ${most} printable characters are needed`, field });
  }
  return ok(trimmed);
}

/** A slug of any text: "Home/Furniture & Beds" is home-furniture-beds. Empty when nothing of it can stand in one. */
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
