import { Code } from "@connectrpc/connect";
import type { Result } from "../domain/result.ts";
import { Failure } from "./failure.ts";

/** Why a service does not do what it was asked. `field` is the path into the request. */
export interface DomainError {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}

/**
 * Makes the function that gives a result's value, or throws its refusal as callers are to see it. `codes` tells the
 * Connect code of each reason that is not simply bad input.
 */
export function createUnwrap(codes: Readonly<Record<string, Code>>) {
  return <T>(result: Result<T, DomainError>): T => {
    if (result.ok) return result.value;
    const { reason, message, field } = result.error;
    throw new Failure(codes[reason] ?? Code.InvalidArgument, reason, message, { field });
  };
}
