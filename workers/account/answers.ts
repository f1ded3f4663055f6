import { Code } from "@connectrpc/connect";
import { answering } from "../kit/answers.ts";
import { Failure } from "../kit/failure.ts";

export const valueOrFailure = answering({});

/** Nobody could give anybody a role any more. */
export function lastAdmin(): Failure {
  return new Failure(Code.FailedPrecondition, "LAST_ADMIN", "no administrator would be left");
}
