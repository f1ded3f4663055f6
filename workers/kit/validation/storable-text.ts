import { invalid } from "../errors/failure.ts";

/**
 * Throws INVALID_TEXT for a request with the character U+0000 in a string, which Postgres cannot store. Runs before the
 * method: an order that fails here after its payment could not be stored.
 */
export function assertStorableText(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string") {
    if (value.includes("\u0000"))
      throw invalid("INVALID_TEXT", "A string must not contain the character U+0000", ...path);
  } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    for (const [name, item] of Object.entries(value)) {
      if (typeof item === "string" || typeof item === "object") assertStorableText(item, [...path, name]);
    }
  }
}
