import { invalid } from "../errors/failure.ts";

/**
 * Throws INVALID_TEXT for a request with the character U+0000 in one of its texts, which Postgres cannot store. Asked
 * before anything is done: an order that found out after it was paid could not be written down.
 */
export function assertStorableText(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string") {
    if (value.includes("\u0000")) throw invalid("INVALID_TEXT", "a text may not have the character U+0000", ...path);
  } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    for (const [name, part] of Object.entries(value)) {
      if (typeof part === "string" || typeof part === "object") assertStorableText(part, [...path, name]);
    }
  }
}
