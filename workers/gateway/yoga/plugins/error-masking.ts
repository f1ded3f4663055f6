import { type ExecutionResult, GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { Failure } from "../../../kit/errors/failure.ts";
import { describeError, log } from "../../../kit/observability/log.ts";
import type { GatewayContext } from "../../context.ts";
import { queryTooComplex, toGraphQLError } from "../../graphql/errors.ts";

/** What is behind an error that says nothing: for the log. */
const causes = new WeakMap<GraphQLError, unknown>();

/** What callers may know of an error: its own text when it is about them, else that something went wrong. */
export function maskError(error: unknown): GraphQLError {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (original === error && error instanceof GraphQLError) return error;
  const where = error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {};
  const known = original instanceof Failure ? toGraphQLError(original) : original;
  if (known instanceof GraphQLError) {
    return new GraphQLError(known.message, { ...where, extensions: known.extensions });
  }
  const masked = new GraphQLError("something went wrong on our side", { ...where, extensions: { code: "INTERNAL" } });
  causes.set(masked, original);
  return masked;
}

/** What the parser and the validator say, each under a code of its own, is all about the caller's input. */
const aboutInput: ReadonlySet<unknown> = new Set([
  undefined,
  "BAD_REQUEST",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
]);

const tooManyTokens = /^Syntax Error: Document contains more that \d+ tokens/;

/**
 * Gives every error on its way out a code. What went wrong on our side is logged under the request's id, which the
 * caller gets with it. In production nobody is told what the schema has beside what they guessed.
 */
export function useErrorFormatting(production: boolean): Plugin<GatewayContext, GatewayContext> {
  return {
    onResultProcess: ({ result, setResult, serverContext }) => {
      const { traceId } = serverContext.trace;
      const tell = (error: GraphQLError) => formatError(error, traceId, production);
      if (Array.isArray(result)) return;
      if (Symbol.asyncIterator in result) setResult(map(result, (part) => mapErrors(part, tell)));
      else if (result.errors !== undefined) setResult(mapErrors(result, tell));
    },
  };
}

/** The same of a result that has not been masked. */
export function formatErrors(result: ExecutionResult, traceId: string, production: boolean): ExecutionResult {
  return mapErrors(result, (error) => formatError(maskError(error), traceId, production));
}

type Part = ExecutionResult & { readonly incremental?: readonly { readonly errors?: readonly GraphQLError[] }[] };

function mapErrors<R extends ExecutionResult>(result: R, tell: (error: GraphQLError) => GraphQLError): R {
  const { errors, incremental } = result as Part;
  if (errors === undefined && incremental === undefined) return result;
  return {
    ...result,
    ...(errors === undefined ? {} : { errors: errors.map(tell) }),
    ...(incremental === undefined
      ? {}
      : { incremental: incremental.map((part) => (part.errors ? { ...part, errors: part.errors.map(tell) } : part)) }),
  };
}

function formatError(error: GraphQLError, traceId: string, production: boolean): GraphQLError {
  const { code } = error.extensions;
  if (code === "INTERNAL") {
    log("error", "unexpected", { service: "gateway", traceId, error: describeError(causes.get(error)) });
    return copy(error, error.message, { requestId: traceId });
  }
  if (tooManyTokens.test(error.message)) return copy(error, error.message, queryTooComplex("").extensions);
  if (!aboutInput.has(code)) return error;
  const message = production ? error.message.replace(/ Did you mean .*\?$/s, "") : error.message;
  return copy(error, message, { code: "BAD_USER_INPUT" });
}

function copy(error: GraphQLError, message: string, more: Readonly<Record<string, unknown>>): GraphQLError {
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { ...extensions, ...more },
  });
}

async function* map<T>(source: AsyncIterable<T>, change: (part: T) => T): AsyncGenerator<T, void, undefined> {
  for await (const part of source) yield change(part);
}
