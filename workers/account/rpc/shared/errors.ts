import { Code } from "@connectrpc/connect";
import { Failure, invalid } from "../../../kit/errors/failure.ts";
import { createUnwrap } from "../../../kit/errors/unwrap.ts";

export const unwrap = createUnwrap({});

/** The error for a token from a mail that cannot be used. */
export function invalidToken(): Failure {
  return invalid("INVALID_TOKEN", "This link is expired or was already used. Request a new one.", "token");
}

export function emailTaken(): Failure {
  const message = "This email address is already in use";
  return new Failure(Code.AlreadyExists, "EMAIL_TAKEN", message, { field: ["email"] });
}

/** The error for removing the last administrator: no one could assign roles any more. */
export function lastAdminError(): Failure {
  return new Failure(Code.FailedPrecondition, "LAST_ADMIN", "At least one administrator must remain");
}
