import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A query with its relevance judgements. `rel` maps slugs to grades: 1 is relevant, 2 matches every word. */
export interface JudgedQuery {
  readonly q: string;
  readonly kind: string;
  readonly rel: Readonly<Record<string, number>>;
}

export interface JudgedSet {
  /** One JSON line per product, in the format of the import. */
  readonly products: readonly string[];
  readonly queries: readonly JudgedQuery[];
}

/** Reads `products.ndjson` and `queries.json` from a folder. */
export function readJudgedSet(folder: string): JudgedSet {
  const lines = readFileSync(join(folder, "products.ndjson"), "utf8").split("\n");
  return {
    products: lines.filter((line) => line !== ""),
    queries: JSON.parse(readFileSync(join(folder, "queries.json"), "utf8")) as readonly JudgedQuery[],
  };
}

const depth = 10;

/** Returns the NDCG@10 of search results, given as slugs in order. The ideal order has 1. */
export function ndcg({ rel }: JudgedQuery, results: readonly string[]): number {
  const ideal = Object.values(rel).sort((a, b) => b - a);
  return gain(results.map((slug) => rel[slug] ?? 0)) / gain(ideal);
}

function gain(grades: readonly number[]): number {
  return grades.slice(0, depth).reduce((sum, grade, rank) => sum + (2 ** grade - 1) / Math.log2(rank + 2), 0);
}
