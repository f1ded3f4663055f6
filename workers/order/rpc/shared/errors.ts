import { Code } from "@connectrpc/connect";
import { createUnwrap } from "../../../kit/errors/unwrap.ts";

export const unwrap = createUnwrap({
  NOT_FOUND: Code.NotFound,
  IDEMPOTENCY_KEY_REUSED: Code.AlreadyExists,
  IN_PROGRESS: Code.FailedPrecondition,
  NOT_CANCELLABLE: Code.FailedPrecondition,
  NOT_REFUNDABLE: Code.FailedPrecondition,
  REFUND_TOO_LARGE: Code.FailedPrecondition,
  NOT_FULFILLABLE: Code.FailedPrecondition,
  OVER_FULFILLED: Code.FailedPrecondition,
  NOT_DELIVERABLE: Code.FailedPrecondition,
  NOT_RESOLVABLE: Code.FailedPrecondition,
  CART_ALREADY_PLACED: Code.FailedPrecondition,
  CART_MERGED: Code.FailedPrecondition,
  TOO_MANY_CHANGES: Code.FailedPrecondition,
  NOT_SOLD_IN_CURRENCY: Code.FailedPrecondition,
  TOO_MANY_NOTES: Code.FailedPrecondition,
  CART_CHANGED: Code.FailedPrecondition,
});
