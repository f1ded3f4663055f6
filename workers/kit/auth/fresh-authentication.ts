import { Code } from "@connectrpc/connect";
import { Failure } from "../errors/failure.ts";
import type { Identity } from "./identity.ts";

/** How long a proof of the password is recent enough for operations that require a fresh one. */
export const freshMs = 10 * 60_000;

/** Returns whether the user proved their password within the last ten minutes. */
export function isFresh({ authenticatedAt }: Identity, now: number): boolean {
  return authenticatedAt !== undefined && now - authenticatedAt < freshMs;
}

/** The error for a user whose proof of the password is too old. A new access token of the same session does not help. */
export function reauthenticationRequired(): Failure {
  const message = "Confirm your password: this operation requires a proof of the password within the last ten minutes";
  return new Failure(Code.FailedPrecondition, "REAUTHENTICATION_REQUIRED", message);
}

/** Throws REAUTHENTICATION_REQUIRED unless the user proved their password within the last ten minutes. */
export function requireFresh(identity: Identity, now: number): void {
  if (!isFresh(identity, now)) throw reauthenticationRequired();
}
