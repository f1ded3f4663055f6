import { invalid } from "../errors/failure.ts";

/** The size of a page: 20 when none was asked for. Throws INVALID_PAGE_SIZE outside 1 to 100. */
export function parsePageSize(size: number): number {
  if (size === 0) return 20;
  if (!Number.isInteger(size) || size < 0 || size > 100) {
    throw invalid("INVALID_PAGE_SIZE", "a page has 1 to 100 entries", "first");
  }
  return size;
}

/** Where a page ended, as an opaque text: the values it was sorted by, the id last. */
export function encodePageToken(position: readonly (string | number)[]): string {
  return btoa(asBytes(JSON.stringify(position)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

const encoder = new TextEncoder();

/** A text in UTF-8, a character a byte. Most are ASCII, which is that already: a page has a token for each entry. */
function asBytes(text: string): string {
  return /^[ -~]*$/.test(text) ? text : String.fromCharCode(...encoder.encode(text));
}

/** The values that a token was made of, as texts that can be stored. Throws INVALID_CURSOR for one not made here. */
export function decodePageToken(token: string): readonly string[] {
  try {
    const text = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    const position: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const values = Array.isArray(position) ? position.map(String) : [];
    if (values.length > 0 && !values.some((value) => value.includes("\u0000"))) return values;
  } catch {
    // Falls through: whatever is wrong with it, it is no cursor.
  }
  throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
}

/** The time of a position, as it is written everywhere; undefined for what is none, or of no year that there is. */
export function parseTimestamp(text: string): Date | undefined {
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  return year > 0 && year < 10_000 ? moment : undefined;
}
