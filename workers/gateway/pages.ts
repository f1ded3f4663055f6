import { badInput } from "./errors.ts";

/** The size of a page as it was asked for. */
export function pageSize(first: number | null | undefined): number {
  if (first === null || first === undefined) return 20;
  if (first < 1 || first > 100) throw badInput("first must be 1 to 100", "first");
  return first;
}

/** A service's page in the form of a Relay connection. */
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
      endCursor: pageTokens.at(-1) ?? null,
    },
  };
}
