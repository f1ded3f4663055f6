import { Code } from "@connectrpc/connect";
import { Failure } from "../../../kit/errors/failure.ts";
import { createUnwrap } from "../../../kit/errors/unwrap.ts";

export const unwrap = createUnwrap({});

/** Nobody could give anybody a role any more. */
export function lastAdminError(): Failure {
  return new Failure(Code.FailedPrecondition, "LAST_ADMIN", "no administrator would be left");
}
