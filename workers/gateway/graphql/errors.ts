import { Code } from "@connectrpc/connect";
import { GraphQLError } from "graphql";
import { Failure } from "../../kit/errors/failure.ts";
import { noteErrorCode } from "../../kit/observability/operation.ts";

/** An entry of `userErrors`. It has the fields of the type in the schema, whose generated file imports the context. */
export interface UserError {
  code: string;
  field: string[];
  message: string;
}

/** GraphQL error codes by the code of a service's failure. A failure with any other code is a bug. */
const errorCodes: Readonly<Partial<Record<Code, string>>> = {
  [Code.Unauthenticated]: "UNAUTHENTICATED",
  [Code.PermissionDenied]: "FORBIDDEN",
  [Code.ResourceExhausted]: "RATE_LIMITED",
  [Code.Unavailable]: "UNAVAILABLE",
  [Code.DeadlineExceeded]: "UNAVAILABLE",
  [Code.Canceled]: "UNAVAILABLE",
  [Code.InvalidArgument]: "BAD_USER_INPUT",
  // Only for subscriptions: queries return null, and mutations return userErrors.
  [Code.NotFound]: "NOT_FOUND",
};

/** Failures that the client of a mutation can correct. They become userErrors. */
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

/** Returns an error with HTTP status 400, for a request that is not a valid GraphQL request. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
}

/** Returns an error with HTTP status 400, for an operation that exceeds a limit. */
export function queryTooComplex(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "QUERY_TOO_COSTLY", http: { status: 400, spec: false } } });
}

/** HTTP status by GraphQL error code, for errors that fail the whole request. */
export const httpStatusByErrorCode: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

/** The header `Retry-After` by GraphQL error code, for failures that do not say when to retry. */
export const defaultRetryAfterSeconds: Readonly<Record<string, number>> = { RATE_LIMITED: 60, UNAVAILABLE: 1 };

/** Returns the error of a failure that fails the whole request, with its HTTP status and `Retry-After` header. */
export function toRequestError(failure: Failure): GraphQLError | Failure {
  const error = toGraphQLError(failure);
  if (error === undefined) return failure;
  const code = String(error.extensions.code);
  const wait = error.extensions.retryAfterSeconds ?? defaultRetryAfterSeconds[code];
  const headers = wait === undefined ? {} : { "retry-after": String(wait) };
  const http = { status: httpStatusByErrorCode[code] ?? 400, headers };
  return new GraphQLError(error.message, { extensions: { ...error.extensions, http } });
}

/** Converts a service's failure to a GraphQL error. Returns undefined for a bug, whose message is not public. */
export function toGraphQLError(failure: Failure): GraphQLError | undefined {
  const code = errorCodes[failure.code];
  if (code === undefined) return undefined;
  const { reason, field, message, metadata } = failure;
  const retryAfter =
    metadata.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: Number(metadata.retryAfterSeconds) };
  return new GraphQLError(message, {
    extensions: { code, reason, ...(field.length > 0 ? { field } : {}), ...retryAfter },
  });
}

/** Where the request message of a mutation differs from its input. */
export interface InputMapping {
  /** Fields of the message that contain fields of the input. */
  readonly wrappers?: readonly string[];
  /** Names in the input by names in the message. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** Returns the path in the input for the path of a field in the request message. */
function toInputPath(path: readonly string[], { wrappers = [], renamed = {} }: InputMapping): readonly string[] {
  const [first = "", ...rest] = path;
  if (rest.length > 0 && wrappers.includes(first)) return toInputPath(rest, { wrappers, renamed });
  return path.map((name) => renamed[name] ?? name);
}

/** Runs a mutation. Failures that the client can correct become userErrors in the `empty` payload. */
export async function mutationPayload<T extends object, E extends object>(
  empty: E,
  work: () => Promise<T>,
  prefix: readonly string[] = ["input"],
  mapping: InputMapping = {},
): Promise<(T | E) & { userErrors: UserError[] }> {
  try {
    return { userErrors: [], ...(await work()) };
  } catch (error) {
    if (!(error instanceof Failure) || !userErrorCodes.has(error.code)) throw error;
    noteErrorCode(error.reason, "userErrorCodes");
    const field = error.field.length === 0 ? [] : [...prefix, ...toInputPath(error.field, mapping)];
    return { ...empty, userErrors: [{ code: error.reason, field, message: error.message }] };
  }
}

/** Why a service refused one entry of a batch. */
interface Refusal {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}

/** Returns the `userErrors` of one input of a bulk mutation: none if the service accepted it. */
export function errorsOfInput(refusal: Refusal | undefined, index: number, mapping: InputMapping = {}): UserError[] {
  if (refusal === undefined) return [];
  noteErrorCode(refusal.reason, "userErrorCodes");
  const path = refusal.field.length === 0 ? [] : toInputPath(refusal.field, mapping);
  return [{ code: refusal.reason, field: ["inputs", String(index), ...path], message: refusal.message }];
}

/** Runs a bulk mutation. A failure of the whole batch that the client can correct becomes a userError of every payload. */
export async function bulkPayloads<T extends object, E extends object>(
  inputs: readonly unknown[],
  empty: E,
  work: () => Promise<readonly T[]>,
): Promise<((T | E) & { userErrors: UserError[] })[]> {
  const all = await mutationPayload({ payloads: undefined }, async () => ({ payloads: await work() }), []);
  const { payloads, userErrors } = all;
  if (payloads === undefined) return inputs.map(() => ({ ...empty, userErrors }));
  return payloads.map((payload) => ({ userErrors: [], ...payload }));
}

/** Returns null if the object does not exist or the caller may not read it. */
export async function nullIfNotFound<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure && error.code === Code.NotFound) return null;
    throw error;
  }
}
