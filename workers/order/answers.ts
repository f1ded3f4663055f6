import { Code } from "@connectrpc/connect";
import { Failure } from "../kit/failure.ts";
import type { Result } from "../kit/result.ts";
import type { Rejection } from "./domain/commands.ts";

const codes: Readonly<Record<string, Code>> = {
  NOT_FOUND: Code.NotFound,
  IDEMPOTENCY_KEY_REUSED: Code.AlreadyExists,
  NOT_CANCELLABLE: Code.FailedPrecondition,
  CART_ALREADY_PLACED: Code.FailedPrecondition,
};

/** The value, or the refusal as the caller is to see it. */
export function valueOrFailure<T>(result: Result<T, Rejection>): T {
  if (result.ok) return result.value;
  const { reason, message, field } = result.error;
  throw new Failure(codes[reason] ?? Code.InvalidArgument, reason, message, { field });
}
