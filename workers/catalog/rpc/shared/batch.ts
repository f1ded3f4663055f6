import { invalid } from "../../../kit/errors/failure.ts";
import { maxPricing } from "../../domain/limits.ts";

/** Returns the distinct keys of a batch request. Throws TOO_MANY above `maxKeys`. */
export function parseBatch(keys: readonly string[], maxKeys: number, field: string): readonly string[] {
  const distinct = [...new Set(keys)];
  if (distinct.length > maxKeys) throw invalid("TOO_MANY", `At most ${maxKeys} are allowed in one request`, field);
  return distinct;
}

/** Throws TOO_MANY for a batch of too many pages. */
export function requireBatchSize({ length }: readonly unknown[]): void {
  const max = maxPricing.batchedPages;
  if (length > max) throw invalid("TOO_MANY", `At most ${max} are allowed in one request`, "requests");
}
