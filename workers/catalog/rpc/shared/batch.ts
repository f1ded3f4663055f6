import { invalid } from "../../../kit/errors/failure.ts";

/** Returns the distinct keys of a batch request. Throws TOO_MANY above `maxKeys`. */
export function parseBatch(keys: readonly string[], maxKeys: number, field: string): readonly string[] {
  const distinct = [...new Set(keys)];
  if (distinct.length > maxKeys) throw invalid("TOO_MANY", `At most ${maxKeys} are allowed in one request`, field);
  return distinct;
}
