import { Code } from "@connectrpc/connect";
import { Failure } from "../kit/failure.ts";
import type { Result } from "../kit/result.ts";
import type { Refusal } from "./domain/fields.ts";

const codes: Readonly<Record<string, Code>> = {
  NOT_FOUND: Code.NotFound,
  SLUG_TAKEN: Code.AlreadyExists,
  SKU_TAKEN: Code.AlreadyExists,
  IDEMPOTENCY_KEY_REUSED: Code.AlreadyExists,
  CONFLICT: Code.Aborted,
  CATEGORY_NOT_EMPTY: Code.FailedPrecondition,
  INSUFFICIENT_STOCK: Code.FailedPrecondition,
  RESERVATION_COMMITTED: Code.FailedPrecondition,
  RESERVATION_NOT_HELD: Code.FailedPrecondition,
  RESTOCK_TOO_LARGE: Code.FailedPrecondition,
};

/** The value, or the refusal as the caller is to see it. */
export function valueOrFailure<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  const { reason, message, field } = result.error;
  throw new Failure(codes[reason] ?? Code.InvalidArgument, reason, message, { field });
}
