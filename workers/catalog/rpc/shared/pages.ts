import { encodePageToken } from "../../../kit/validation/paging.ts";

/** Returns a page of at most `size` rows. An additional row means that there is a next page. */
export function toPage<T>(rows: readonly T[], size: number, positionOf: (row: T) => readonly (string | number)[]) {
  const items = rows.slice(0, size);
  const pageTokens = items.map((row) => encodePageToken(positionOf(row)));
  return { items, pageTokens, nextPageToken: rows.length > size ? (pageTokens.at(-1) ?? "") : "" };
}
