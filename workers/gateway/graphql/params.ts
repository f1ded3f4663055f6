import { GraphQLError } from "graphql";
import type { GraphQLParams, PromiseOrValue } from "graphql-yoga";
import { badRequest } from "./errors.ts";

/** A UTF-16 surrogate as JSON can escape it. */
const escapedSurrogate = /\\u[dD][89a-fA-F]/;

/**
 * Parses the parameters of a GraphQL request. Throws for a string with an unpaired surrogate: Protocol Buffers would
 * replace each of them by U+FFFD, so that two different keys would become equal.
 */
function parseBody(text: string): GraphQLParams {
  return escapedSurrogate.test(text) ? JSON.parse(text, assertWellFormed) : JSON.parse(text);
}

/** Returns a function that parses the body on its first call. */
export function memoizeParse(text: string): () => GraphQLParams {
  let parsed: { readonly params: GraphQLParams } | undefined;
  return () => {
    parsed ??= { params: parseBody(text) };
    return parsed.params;
  };
}

function assertWellFormed(_name: string, value: unknown): unknown {
  if (typeof value === "string" && !value.isWellFormed()) throw badRequest("Invalid Unicode: unpaired surrogate");
  return value;
}

/** Runs a parser of requests. Throws BAD_USER_INPUT for invalid JSON. Yoga validates the properties of the params. */
export async function parseParams<P>(parse: () => PromiseOrValue<P>): Promise<P> {
  let params: P;
  try {
    params = await parse();
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw badRequest("The body must be JSON. In a GET, variables and extensions must be JSON.");
  }
  if (params === null) throw badRequest("The body must be a JSON object");
  return params;
}
