import { GraphQLError, Kind } from "graphql";
import { Failure } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { queryTooComplex, toGraphQLError } from "./errors.ts";

export interface ErrorFormat {
  readonly traceId: string;
  /** Removes suggestions, which reveal names of the schema. */
  readonly production: boolean;
  /** Is called with each failure of a service or of a policy, and the name of the field that failed. */
  readonly onFailure?: (failure: Failure, field: string) => void;
}

/** The codes that graphql-js and Yoga give to errors in the request. The public code is BAD_USER_INPUT. */
const requestErrorCodes: ReadonlySet<unknown> = new Set([
  undefined,
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
]);

const tooComplex = queryTooComplex("").extensions;

/** Messages of graphql-js quote the request, which may have 100 KB. */
const maxMessageCharacters = 500;

/**
 * Returns an error as the client may see it. Errors that are not about the request are masked as INTERNAL, and logged
 * under the request's ID.
 */
export function formatError(error: unknown, { traceId, production, onFailure }: ErrorFormat): GraphQLError {
  const cause = rootCauseOf(error);
  // The path has aliases, which the client chooses.
  const [node] = (error instanceof GraphQLError && error.nodes) || [];
  if (cause instanceof Failure) onFailure?.(cause, node?.kind === Kind.FIELD ? node.name.value : "graphql");
  const publicError = toPublicError(error);
  if (publicError === undefined) {
    log("error", "unexpected", { traceId, error: describeError(cause) });
    return copyError(error, "Internal server error", { code: "INTERNAL", requestId: traceId });
  }
  const { extensions } = publicError;
  const message = publicError.message.slice(0, maxMessageCharacters);
  // Yoga sets `http.spec` of errors that the parser throws.
  if (extensions.code === tooComplex.code) return copyError(error, message, { ...extensions, ...tooComplex });
  if (!requestErrorCodes.has(extensions.code)) return copyError(error, message, extensions);
  return copyError(error, production ? removeSuggestion(message) : message, {
    ...extensions,
    code: "BAD_USER_INPUT",
    ...(isCoercionError(publicError) && { http: { status: 400, spec: true } }),
  });
}

/** Returns the error whose message and extensions are public. Undefined for an unexpected error. */
function toPublicError(error: unknown): GraphQLError | undefined {
  if (error instanceof Failure) return toGraphQLError(error);
  if (!(error instanceof GraphQLError)) return undefined;
  return error.originalError === undefined || isCoercionError(error) ? error : toPublicError(error.originalError);
}

/**
 * Whether the executor rejected a variable, before it executed a field. The error that a scalar threw is the original
 * error, and does not name the variable. `spec` makes Yoga respond with 400, or with 200 to `Accept: application/json`.
 */
function isCoercionError({ path, originalError, extensions }: GraphQLError): boolean {
  if (path !== undefined) return false;
  return originalError instanceof GraphQLError || (extensions.code === undefined && extensions.http !== undefined);
}

function rootCauseOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCauseOf(error.originalError) : error;
}

/** In a message that was cut, the suggestion may have lost its end. */
function removeSuggestion(message: string): string {
  const start = message.lastIndexOf(" Did you mean ");
  const mayEndWithSuggestion = message.endsWith("?") || message.length === maxMessageCharacters;
  return start >= 0 && mayEndWithSuggestion ? message.slice(0, start) : message;
}

function copyError(error: unknown, message: string, extensions: GraphQLError["extensions"]): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes = null, source = null, positions = null, path = null } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
