import { defaultPageSize, maxPageSize } from "../domain/limits.ts";
import { fromBase64Url, toBase64Url } from "../encoding.ts";
import { invalid } from "../errors/failure.ts";

/** Returns the page size, or the default of 20 for 0. Throws INVALID_PAGE_SIZE outside 1 to 100. */
export function parsePageSize(size: number): number {
  if (size === 0) return defaultPageSize;
  if (!Number.isInteger(size) || size < 0 || size > maxPageSize) {
    throw invalid("INVALID_PAGE_SIZE", `The page size must be 1 to ${maxPageSize}`, "first");
  }
  return size;
}

/** Encodes a position in a list as an opaque token: the values of the sort key, the id last. */
export function encodePageToken(position: readonly (string | number)[]): string {
  return toBase64Url(JSON.stringify(position));
}

/** Decodes a token into its values, as strings without U+0000. Throws INVALID_CURSOR for a token of another format. */
export function decodePageToken(token: string): readonly string[] {
  try {
    const position: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(token)));
    const values = Array.isArray(position) ? position.map(String) : [];
    if (values.length > 0 && !values.some((value) => value.includes("\u0000"))) return values;
  } catch {
    // Not base64url or not JSON: an invalid cursor, as below.
  }
  throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
}

/** Parses the time of a position. Returns undefined for an invalid date and for years outside 1 to 9999. */
export function parseTimestamp(text: string): Date | undefined {
  const date = new Date(text);
  return isStorable(date) ? date : undefined;
}

/** Returns whether a date is valid and its year is 1 to 9999. */
export function isStorable(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year > 0 && year < 10_000;
}

/** Returns a page of at most `size` rows. An additional row means that there is a next page. */
export function toPage<T>(rows: readonly T[], size: number, positionOf: (row: T) => readonly (string | number)[]) {
  const items = rows.slice(0, size);
  const pageTokens = items.map((row) => encodePageToken(positionOf(row)));
  return { items, pageTokens, nextPageToken: rows.length > size ? (pageTokens.at(-1) ?? "") : "" };
}

/** A position in a list that is sorted by time and id. */
interface TimePosition {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly id: string;
}

/** Parses the token of a list that is sorted by time and id. Returns undefined for an empty token. Throws INVALID_CURSOR. */
export function parseTimePosition(token: string): TimePosition | undefined {
  if (token === "") return undefined;
  const [time = "", id = "", ...rest] = decodePageToken(token);
  if (!/^\d{1,14}$/.test(time) || id === "" || rest.length > 0) {
    throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  }
  return { time: Number(time), id };
}
