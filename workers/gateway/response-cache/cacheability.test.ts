import { getNamedType, isObjectType, parse } from "graphql";
import { expect, it } from "vitest";
import { publicSchema } from "../../../test/support/public-schema.ts";
import { analyseOperation } from "../policies/operation-info.ts";
import { operations } from "../policies/operations.ts";
import { isCacheable, maxAgeOf } from "./cacheability.ts";

const secondsOf = (query: string, operationName?: string) => {
  const document = parse(query);
  return maxAgeOf(analyseOperation(document, operationName), document, publicSchema);
};

it.each([
  ["a product", '{ product(slug: "a") { name variants { price { formatted } } categories { name } } }', 60],
  ["a list", "{ products { edges { node { name } } pageInfo { endCursor } } }", 60],
  ["a search, as long as its index may lag behind", '{ search(query: "a") { totalCount facets { name } } }', 2],
  ["a search beside a list", '{ categories { name } search(query: "a") { totalCount } }', 2],
])("caches %s", (_name, query, seconds) => {
  expect(secondsOf(query)).toBe(seconds);
});

it.each([
  ["the caller's account", "{ me { id } }"],
  ["the caller's account beside a list", "{ categories { name } me { id } }"],
  ["the caller's account, skipped", "{ categories { name } me @skip(if: true) { id } }"],
  ["the caller's account in a fragment", "{ categories { name } ...M } fragment M on Query { me { id } }"],
  ["the caller's account in a nested fragment", "{ ... { ...M } } fragment M on Query { ... on Query { me { id } } }"],
  ["a node", '{ node(id: "a") { ... on Product { name } } }'],
  ["entities", "{ _entities(representations: []) { ... on Product { name } } }"],
  ["availability", '{ product(slug: "a") { name inStock } }'],
  ["a stock level", '{ product(slug: "a") { variants { stock { available } } } }'],
  [
    "a stock level in a fragment",
    '{ product(slug: "a") { ...P } } fragment P on Product { variants { ...V } } fragment V on Variant { stock { available } }',
  ],
  ["a deferred fragment", '{ product(slug: "a") { name ... @defer { brand } } }'],
  ["a query without fields", "{ __typename }"],
  ["a mutation", "mutation { createCart { order { id } } }"],
  ["a subscription", 'subscription { stock(sku: "a") { available } }'],
])("does not cache %s", (_name, query) => {
  expect(secondsOf(query)).toBeUndefined();
});

it("does not cache a document whose other operation is uncacheable", () => {
  const query = 'query A { categories { name } } query B { product(slug: "a") { inStock } }';
  expect(secondsOf(query, "A")).toBeUndefined();
});

it("caches every type that is reachable from a cacheable field, except stock and what only managers read", () => {
  const cacheable = Object.entries(operations.Query).flatMap(([name, { cache }]) => (cache === "never" ? [] : [name]));
  const query = publicSchema.getQueryType()?.getFields() ?? {};
  const reached = new Map<string, string>();
  const reach = (type: unknown, path: string): void => {
    const named = getNamedType(type as never);
    if (!isObjectType(named) || reached.has(named.name)) return;
    reached.set(named.name, path);
    for (const [name, field] of Object.entries(named.getFields())) reach(field.type, `${path} { ${name}`);
  };
  for (const name of cacheable) reach(query[name]?.type, name);
  const closing = (path: string) => " }".repeat(path.split("{").length - 1);
  const documents = [...reached].map(([type, path]) => [type, `{ ${path} { __typename }${closing(path)} }`] as const);
  const uncacheable = documents.filter(([, document]) => secondsOf(document) === undefined);
  const changes = ["ProductChangeConnection", "ProductChangeEdge", "ProductChange"];
  expect(uncacheable.map(([type]) => type)).toEqual(["StockLevel", ...changes]);
  expect(documents.length).toBeGreaterThan(10);
});

it("rejects a text that names an uncacheable field", () => {
  expect(isCacheable('{ product(slug: "a") { inStock } }')).toBe(false);
  expect(isCacheable("{ variants { stock { available } } }")).toBe(false);
  expect(isCacheable('{ product(slug: "livestock") { name } }')).toBe(true);
});
