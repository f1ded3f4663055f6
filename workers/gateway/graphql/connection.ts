import { defaultPageSize, maxPageSize } from "../../kit/domain/limits.ts";
import { badUserInput } from "./errors.ts";

/** Returns the page size for the argument `first`. Throws BAD_USER_INPUT if it is out of range. */
export function pageSize(
  first: number | null | undefined,
  { defaultSize, maxSize } = { defaultSize: defaultPageSize, maxSize: maxPageSize },
): number {
  if (first === null || first === undefined) return defaultSize;
  if (first < 1 || first > maxSize) throw badUserInput(`\`first\` must be between 1 and ${maxSize}`, "first");
  return first;
}

/** Converts a page of a service to a Relay connection. */
export function connection<T>(
  nodes: readonly T[],
  { pageTokens, nextPageToken, after }: { pageTokens: readonly string[]; nextPageToken: string; after: string },
) {
  return {
    edges: nodes.map((node, index) => ({ node, cursor: pageTokens[index] ?? "" })),
    pageInfo: {
      hasNextPage: nextPageToken !== "",
      hasPreviousPage: after !== "",
      startCursor: pageTokens[0] ?? null,
      // A page that a filter has emptied can have a next one.
      endCursor: nextPageToken || (pageTokens.at(-1) ?? null),
    },
  };
}
