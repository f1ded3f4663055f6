import { type ExecutionResult, GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { noteErrorCode } from "../../../kit/observability/operation.ts";
import type { GatewayContext } from "../../context.ts";
import { type ErrorFormat, formatError } from "../../graphql/format-error.ts";

/** Formats the errors of each result, incremental part and event of a subscription. */
export function useErrorMasking(production: boolean): Plugin<GatewayContext, GatewayContext> {
  return {
    onResultProcess: ({ result, setResult, serverContext }) => {
      const format = toErrorFormat(serverContext, production);
      if (Array.isArray(result)) return;
      setResult(Symbol.asyncIterator in result ? formatStream(result, format) : formatResult(result, format));
    },
  };
}

/** Returns the format of the errors of a request. Denied fields are recorded when they are formatted. */
export function toErrorFormat({ trace, audit }: GatewayContext, production: boolean): ErrorFormat {
  return { traceId: trace.traceId, production, onFailure: audit.deniedBy };
}

async function* formatStream<R extends ExecutionResult>(results: AsyncIterable<R>, format: ErrorFormat) {
  for await (const result of results) yield formatResult(result, format);
}

interface Incremental {
  readonly incremental?: readonly { readonly errors?: readonly GraphQLError[] }[];
}

/** Formats all errors of a result, and of the incremental parts in it. */
export function formatResult<R extends ExecutionResult>(result: R, format: ErrorFormat): R {
  const { errors, incremental } = result as ExecutionResult & Incremental;
  if (errors === undefined && incremental === undefined) return result;
  return {
    ...result,
    ...(errors && { errors: errors.map((error) => noteCode(formatError(error, format))) }),
    ...(incremental && { incremental: incremental.map((part) => formatResult(part as ExecutionResult, format)) }),
  };
}

function noteCode(error: GraphQLError): GraphQLError {
  noteErrorCode(String(error.extensions.code));
  return error;
}

/** For Yoga's `maskedErrors` option. Wraps what is no GraphQLError. `formatError` masks it later. */
export function toYogaError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError("Unexpected error", {
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}
