import { Code } from "@connectrpc/connect";
import { Failure } from "../../../kit/errors/failure.ts";
import { answering } from "../../../kit/errors/unwrap.ts";

export const valueOrFailure = answering({});

/** Nobody could give anybody a role any more. */
export function lastAdmin(): Failure {
  return new Failure(Code.FailedPrecondition, "LAST_ADMIN", "no administrator would be left");
}
