import { invalid } from "../kit/failure.ts";
import type { Result } from "../kit/result.ts";
import type { Refusal } from "./domain/credentials.ts";

/** The value, or the refusal as the caller is to see it. */
export function valueOrFailure<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  const { reason, message, field } = result.error;
  throw invalid(reason, message, ...field);
}
