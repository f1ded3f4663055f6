import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { FailureSchema } from "../../../proto/gen/common/v1/failure_pb.js";

/** What a failure says beyond its reason. `field` is the path into the request, in the public API's camel case. */
export interface FailureDetails {
  readonly field?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * A call that failed for a stated reason. Thrown by a service, carried over the wire as a Connect error with one
 * `Failure` detail, and thrown again by the client: both ends see the same code, reason, field and message.
 */
export class Failure extends Error {
  readonly code: Code;
  readonly reason: string;
  readonly field: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;

  constructor(code: Code, reason: string, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "Failure";
    this.code = code;
    this.reason = reason;
    this.field = details.field ?? [];
    this.metadata = details.metadata ?? {};
  }
}

export const invalid = (reason: string, message: string, ...field: string[]): Failure =>
  new Failure(Code.InvalidArgument, reason, message, { field });
export const notFound = (message: string, ...field: string[]): Failure =>
  new Failure(Code.NotFound, "NOT_FOUND", message, { field });
export const unauthenticated = (message: string): Failure =>
  new Failure(Code.Unauthenticated, "UNAUTHENTICATED", message);
export const forbidden = (message: string): Failure => new Failure(Code.PermissionDenied, "FORBIDDEN", message);
export const unavailable = (message: string, cause?: unknown): Failure =>
  new Failure(Code.Unavailable, "UNAVAILABLE", message, { cause });

/**
 * Whether this is how the platform says that a Durable Object could not be reached, was started anew under the call (its
 * code is a new one, it has moved), or has too much to do. What an object's own code throws has none of these marks.
 */
export function isDurableObjectUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { retryable, overloaded, durableObjectReset } = error as Error & Readonly<Record<string, unknown>>;
  return retryable === true || overloaded === true || durableObjectReset === true;
}

/** Of the protocol itself, as `unimplemented` is: it has no reason of Stoa's. */
export const tooLarge = (mostBytes: number): ConnectError =>
  new ConnectError(`a message may have ${mostBytes} bytes`, Code.ResourceExhausted);

/** What goes over the wire. An error that is not a Failure is a bug: its text stays in the log. */
export function toConnectError(error: unknown): ConnectError {
  if (error instanceof ConnectError) return error;
  if (!(error instanceof Failure)) return new ConnectError("internal error", Code.Internal);
  const detail = create(FailureSchema, {
    reason: error.reason,
    field: [...error.field],
    metadata: { ...error.metadata },
  });
  return new ConnectError(error.message, error.code, undefined, [{ desc: FailureSchema, value: detail }], error.cause);
}

/** What came over the wire. */
export function fromConnectError(error: ConnectError): Failure {
  const detail = error.findDetails(FailureSchema)[0];
  const reason = detail?.reason ?? Code[error.code].replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  return new Failure(error.code, reason, error.rawMessage, {
    field: detail?.field ?? [],
    metadata: detail?.metadata ?? {},
    cause: error,
  });
}
