import { Code } from "@connectrpc/connect";
import { answering } from "../kit/answers.ts";

export const valueOrFailure = answering({
  NOT_FOUND: Code.NotFound,
  IDEMPOTENCY_KEY_REUSED: Code.AlreadyExists,
  NOT_CANCELLABLE: Code.FailedPrecondition,
  CART_ALREADY_PLACED: Code.FailedPrecondition,
});
