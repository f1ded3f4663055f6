import { Code } from "@connectrpc/connect";
import { Failure } from "../../../kit/errors/failure.ts";
import { createUnwrap } from "../../../kit/errors/unwrap.ts";

export const unwrap = createUnwrap({});

/** The error for removing the last administrator: no one could assign roles any more. */
export function lastAdminError(): Failure {
  return new Failure(Code.FailedPrecondition, "LAST_ADMIN", "At least one administrator must remain");
}
