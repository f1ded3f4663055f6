import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A question with the products that answer it: by slug, 1 for what fits and 2 for what fits in every word. */
export interface Judged {
  readonly q: string;
  readonly kind: string;
  readonly rel: Readonly<Record<string, number>>;
}

export interface JudgedSet {
  /** A product a line, as they are imported. */
  readonly products: readonly string[];
  readonly queries: readonly Judged[];
}

/** Reads `products.ndjson` and `queries.json` from a folder. */
export function readJudged(folder: string): JudgedSet {
  const lines = readFileSync(join(folder, "products.ndjson"), "utf8").split("\n");
  return {
    products: lines.filter((line) => line !== ""),
    queries: JSON.parse(readFileSync(join(folder, "queries.json"), "utf8")) as readonly Judged[],
  };
}

const depth = 10;

/** NDCG@10 of an answer, by slug, best first: 1 when nothing could stand in a better order. */
export function ndcg({ rel }: Judged, answer: readonly string[]): number {
  const ideal = Object.values(rel).sort((a, b) => b - a);
  return gain(answer.map((slug) => rel[slug] ?? 0)) / gain(ideal);
}

function gain(grades: readonly number[]): number {
  return grades.slice(0, depth).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
}
