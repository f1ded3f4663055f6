import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { FailureSchema } from "../../../proto/gen/common/v1/failure_pb.js";

/** Details of a failure. `field` is the path into the request, in the camel case of the public API. */
export interface FailureDetails {
  readonly field?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * An expected error with a stable reason. A service throws it, the wire carries it as a Connect error with one `Failure`
 * detail, and the client throws it again with the same code, reason, field and message.
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
 * Returns whether the platform threw the error because a Durable Object could not be reached, was restarted during the
 * call (a deployment or a move), or is overloaded. Errors of the object's own code have none of these properties.
 */
export function isDurableObjectUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { retryable, overloaded, durableObjectReset } = error as Error & Readonly<Record<string, unknown>>;
  return retryable === true || overloaded === true || durableObjectReset === true;
}

/** An error of the Connect protocol itself, as `unimplemented` is. It has no Stoa reason. */
export const tooLarge = (maxBytes: number): ConnectError =>
  new ConnectError(`A message must have at most ${maxBytes} bytes`, Code.ResourceExhausted);

/** Converts an error for the wire. An error that is not a Failure is a bug: its message is only logged. */
export function toConnectError(error: unknown): ConnectError {
  if (error instanceof ConnectError) return error;
  if (!(error instanceof Failure)) return new ConnectError("Internal error", Code.Internal);
  const detail = create(FailureSchema, {
    reason: error.reason,
    field: [...error.field],
    metadata: { ...error.metadata },
  });
  return new ConnectError(error.message, error.code, undefined, [{ desc: FailureSchema, value: detail }], error.cause);
}

/** Converts an error from the wire. */
export function fromConnectError(error: ConnectError): Failure {
  const detail = error.findDetails(FailureSchema)[0];
  const reason = detail?.reason ?? Code[error.code].replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  return new Failure(error.code, reason, error.rawMessage, {
    field: detail?.field ?? [],
    metadata: detail?.metadata ?? {},
    cause: error,
  });
}
