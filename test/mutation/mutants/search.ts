import type { Mutant } from "../mutant.ts";

export const searchMutants: readonly Mutant[] = [
  {
    name: "search: a trial ends when its user stops waiting",
    file: "workers/catalog/search/search.ts",
    find: "AbortSignal.timeout(trialTimeoutMs)",
    replace: "AbortSignal.any([call.signal, AbortSignal.timeout(1)])",
    killedBy: ["workers/catalog/search/search.test.ts", "lets a trial run for longer than its user waits"],
  },
  {
    name: "search: a late response of a starting engine closes the circuit",
    file: "workers/kit/storage/circuit-breaker.ts",
    find: 'if (state !== "closed" && lastSuccessAt - startedAt > slowCallMs) {',
    replace: "if (lastSuccessAt < 0) {",
    killedBy: ["workers/kit/storage/circuit-breaker.test.ts", "stays open after a slow trial call"],
  },
  {
    name: "search: the next trial after a late response waits for two seconds",
    file: "workers/kit/storage/circuit-breaker.ts",
    find: "      openUntil = lastSuccessAt;\n",
    replace: "      openUntil = lastSuccessAt + openMs;\n",
    killedBy: ["workers/catalog/search/search.test.ts", "tries the next search immediately after a late response"],
  },
  {
    name: "search: Postgres relaxes the query and counts facets while Elasticsearch is down",
    file: "workers/catalog/search/search.ts",
    find: "port.search({ ...query, strictOnly: true, facets: false, summary: false }, signal)",
    replace: "port.search(query, signal)",
    killedBy: ["workers/catalog/search/search.test.ts", "does not relax the query and counts no facets"],
  },
  {
    name: "a search looks for stock among the first hits only",
    file: "workers/catalog/search/postgres/statements.ts",
    find: "order by sort_value, id offset 0",
    replace: "order by sort_value, id limit 2",
    killedBy: [
      "test/contract/search.test.ts",
      "ranks products without stock after a similar one, also when the page ends between them",
    ],
  },
  {
    name: "a search drops better hits without stock",
    file: "workers/catalog/search/postgres/statements.ts",
    find: "where score >= coalesce(",
    replace: "where score >= 2 * coalesce(",
    killedBy: ["workers/catalog/search/postgres/adapter.test.ts", "with the best sellers, also without stock"],
  },
  {
    name: "a broad search does not begin with the best sellers",
    file: "workers/catalog/search/postgres/matching.ts",
    find: "array[4, 3, 2, 1, 0]",
    replace: "array[0, 1, 2, 3, 4]",
    killedBy: ["workers/catalog/search/postgres/adapter.test.ts", "with the best sellers, also without stock"],
  },
  {
    name: "a search filters only the products that it has ranked",
    file: "workers/catalog/search/postgres/matching.ts",
    find: "const passes = passesFilters(filter, except);",
    replace: 'const passes = passesFilters(filter, except ?? "brand");',
    killedBy: ["workers/catalog/search/postgres/adapter.test.ts", "finds and counts all hits of a filter"],
  },
];
