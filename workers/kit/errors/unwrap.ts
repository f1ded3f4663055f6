import { Code } from "@connectrpc/connect";
import type { DomainError, Result } from "../domain/result.ts";
import { Failure } from "./failure.ts";

/**
 * Creates a function that returns the value of a result, or throws its error as a Failure. `codes` maps reasons to
 * Connect codes. All other reasons are INVALID_ARGUMENT.
 */
export function createUnwrap(codes: Readonly<Record<string, Code>>) {
  return <T>(result: Result<T, DomainError>): T => {
    if (result.ok) return result.value;
    const { reason, message, field } = result.error;
    throw new Failure(codes[reason] ?? Code.InvalidArgument, reason, message, { field });
  };
}
