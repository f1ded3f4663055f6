import { invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken } from "../../../kit/validation/paging.ts";

/** A position in a list that is sorted by time and id. */
interface Position {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly id: string;
}

/** Parses a page token. Returns undefined for an empty token. Throws INVALID_CURSOR. */
export function parsePosition(token: string): Position | undefined {
  if (token === "") return undefined;
  const [time = "", id = "", ...rest] = decodePageToken(token);
  if (!/^\d{1,14}$/.test(time) || id === "" || rest.length > 0) {
    throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  }
  return { time: Number(time), id };
}

/** Returns a page of at most `size` rows. An additional row means that there is a next page. */
export function toPage<T>(rows: readonly T[], size: number, positionOf: (row: T) => Position) {
  const items = rows.slice(0, size);
  const pageTokens = items.map((row) => {
    const { time, id } = positionOf(row);
    return encodePageToken([time, id]);
  });
  return { items, pageTokens, nextPageToken: rows.length > size ? (pageTokens.at(-1) ?? "") : "" };
}
