import { invalid } from "../../../kit/errors/failure.ts";

/** The distinct names that a batch asks for. Throws TOO_MANY above `most`. */
export function parseBatch(names: readonly string[], most: number, field: string): readonly string[] {
  const distinct = [...new Set(names)];
  if (distinct.length > most) throw invalid("TOO_MANY", `at most ${most} at once`, field);
  return distinct;
}
