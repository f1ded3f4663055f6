import { GraphQLError } from "graphql";
import type { GraphQLParams, PromiseOrValue } from "graphql-yoga";
import { badRequest } from "./errors.ts";

/** Half of a character outside of Unicode's first plane, as JSON can write it. */
const half = /\\u[dD][89a-fA-F]/;

/**
 * What a body asks for. Throws where a text has half of a character: on its way to a service it would become U+FFFD, as
 * every other half would, and two keys that differ would be one.
 */
function parseBody(text: string): GraphQLParams {
  return half.test(text) ? JSON.parse(text, requireWhole) : JSON.parse(text);
}

/** The same, parsed when it is asked for, and once. */
export function memoizeParse(text: string): () => GraphQLParams {
  let parsed: { readonly params: GraphQLParams } | undefined;
  return () => {
    parsed ??= { params: parseBody(text) };
    return parsed.params;
  };
}

function requireWhole(_name: string, value: unknown): unknown {
  if (typeof value === "string" && !value.isWellFormed()) throw badRequest("a text has half of a character");
  return value;
}

/** Runs a parser. What else may be sent than what should be is told apart afterwards. */
export async function parseParams<P>(parse: () => PromiseOrValue<P>): Promise<P> {
  let params: P;
  try {
    params = await parse();
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw badRequest("the body must be JSON, and so must variables and extensions of a GET");
  }
  if (params === null) throw badRequest("the body must be an object");
  return params;
}
