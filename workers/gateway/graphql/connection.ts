import { badUserInput } from "./errors.ts";

/** The size of a page as it was asked for. */
export function pageSize(first: number | null | undefined, { usual, most } = { usual: 20, most: 100 }): number {
  if (first === null || first === undefined) return usual;
  if (first < 1 || first > most) throw badUserInput(`first must be 1 to ${most}`, "first");
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
