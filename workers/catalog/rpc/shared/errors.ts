import { Code } from "@connectrpc/connect";
import { createUnwrap } from "../../../kit/errors/unwrap.ts";

export const unwrap = createUnwrap({
  NOT_FOUND: Code.NotFound,
  SLUG_TAKEN: Code.AlreadyExists,
  SKU_TAKEN: Code.AlreadyExists,
  COUNTRY_TAKEN: Code.AlreadyExists,
  SYNONYM_TAKEN: Code.AlreadyExists,
  TOO_MANY_SYNONYM_GROUPS: Code.FailedPrecondition,
  CODE_TAKEN: Code.AlreadyExists,
  PROMOTION_IN_USE: Code.FailedPrecondition,
  IDEMPOTENCY_KEY_REUSED: Code.AlreadyExists,
  CONFLICT: Code.Aborted,
  ALREADY_RESTORED: Code.FailedPrecondition,
  CATEGORY_NOT_EMPTY: Code.FailedPrecondition,
  INSUFFICIENT_STOCK: Code.FailedPrecondition,
  RESERVATION_COMMITTED: Code.FailedPrecondition,
  RESERVATION_NOT_HELD: Code.FailedPrecondition,
  RESTOCK_TOO_LARGE: Code.FailedPrecondition,
});
