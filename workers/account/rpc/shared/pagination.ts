import { invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken } from "../../../kit/validation/paging.ts";

/** A place in a list that is sorted by time and id. */
interface Position {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly id: string;
}

/** Undefined for the beginning. Throws INVALID_CURSOR. */
export function parsePosition(token: string): Position | undefined {
  if (token === "") return undefined;
  const [time = "", id = "", ...rest] = decodePageToken(token);
  if (!/^\d{1,14}$/.test(time) || id === "" || rest.length > 0) {
    throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
  }
  return { time: Number(time), id };
}

/** A page of at most `size`, of rows one more of which tells that there is another page. */
export function pageOf<T>(rows: readonly T[], size: number, positionOf: (row: T) => Position) {
  const items = rows.slice(0, size);
  const pageTokens = items.map((row) => {
    const { time, id } = positionOf(row);
    return encodePageToken([time, id]);
  });
  return { items, pageTokens, nextPageToken: rows.length > size ? (pageTokens.at(-1) ?? "") : "" };
}
