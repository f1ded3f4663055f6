import { Code } from "@connectrpc/connect";
import { GraphQLError } from "graphql";
import { Failure } from "../../kit/errors/failure.ts";
import type { UserError } from "./schema.generated.ts";

/** Top-level errors, by the code that a service failed with. What is not here is a bug. */
const topLevel: Readonly<Partial<Record<Code, string>>> = {
  [Code.Unauthenticated]: "UNAUTHENTICATED",
  [Code.PermissionDenied]: "FORBIDDEN",
  [Code.ResourceExhausted]: "RATE_LIMITED",
  [Code.Unavailable]: "UNAVAILABLE",
  [Code.DeadlineExceeded]: "UNAVAILABLE",
  [Code.Canceled]: "UNAVAILABLE",
  [Code.InvalidArgument]: "BAD_USER_INPUT",
  // Queries answer null and mutations with userErrors: only a subscription has no other way to say so.
  [Code.NotFound]: "NOT_FOUND",
};

/** Codes that a caller of a mutation can mend. */
const userErrorCodes: ReadonlySet<Code> = new Set([
  Code.InvalidArgument,
  Code.AlreadyExists,
  Code.FailedPrecondition,
  Code.Aborted,
  Code.NotFound,
  Code.OutOfRange,
]);

export function badUserInput(message: string, ...field: string[]): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", ...(field.length > 0 ? { field } : {}) } });
}

/** A request that is none, as HTTP says it. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
}

/** A document that asks for more than anybody may at once. */
export function queryTooComplex(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "QUERY_TOO_COSTLY", http: { status: 400, spec: false } } });
}

/** HTTP's word for a refusal of a whole request, by its code. */
export const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

/** A failure that ends a whole request, with its HTTP status and when to come back. */
export function toRequestError(failure: Failure): GraphQLError | Failure {
  const error = toGraphQLError(failure);
  if (error === undefined) return failure;
  const { code, retryAfterSeconds } = error.extensions;
  const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  const http = { status: statuses[String(code)] ?? 400, headers };
  return new GraphQLError(error.message, { extensions: { ...error.extensions, http } });
}

/** A failure of a service as a top-level error. Undefined for a bug, whose text is not for callers. */
export function toGraphQLError(failure: Failure): GraphQLError | undefined {
  const code = topLevel[failure.code];
  if (code === undefined) return undefined;
  const { reason, field, message, metadata } = failure;
  const wait =
    metadata.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: Number(metadata.retryAfterSeconds) };
  return new GraphQLError(message, { extensions: { code, reason, ...(field.length > 0 ? { field } : {}), ...wait } });
}

/** Runs a mutation: what the caller can mend becomes userErrors beside an empty payload. */
export async function mutationPayload<T extends object, E extends object>(
  empty: E,
  work: () => Promise<T>,
  prefix: readonly string[] = ["input"],
): Promise<(T | E) & { userErrors: UserError[] }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Failure) || !userErrorCodes.has(error.code)) throw error;
    const field = error.field.length === 0 ? [] : [...prefix, ...error.field];
    return { ...empty, userErrors: [{ code: error.reason, field, message: error.message }] };
  }
}

/** Runs a query for one thing: what is not there, or not the caller's to see, is null. */
export async function nullIfNotFound<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure && error.code === Code.NotFound) return null;
    throw error;
  }
}
