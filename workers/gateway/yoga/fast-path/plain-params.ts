import type { GraphQLParams } from "graphql-yoga";

export type PlainParams = Pick<GraphQLParams, "variables" | "operationName"> & { readonly query: string };

/** Whether a request has a query, optional variables, an optional operation name, and nothing else. */
export function isPlainParams(params: unknown): params is PlainParams {
  if (typeof params !== "object" || params === null) return false;
  for (const name in params) if (name !== "query" && name !== "variables" && name !== "operationName") return false;
  const { query, variables, operationName } = params as Record<string, unknown>;
  return (
    typeof query === "string" &&
    (variables == null || (typeof variables === "object" && !Array.isArray(variables))) &&
    (operationName == null || typeof operationName === "string")
  );
}
