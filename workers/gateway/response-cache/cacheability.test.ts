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
  ["a search, for as long as its index may be behind", '{ search(query: "a") { totalCount facets { name } } }', 2],
  ["a search beside a page", '{ categories { name } search(query: "a") { totalCount } }', 2],
])("%s is kept", (_name, query, seconds) => {
  expect(secondsOf(query)).toBe(seconds);
});

it.each([
  ["who somebody is", "{ me { id } }"],
  ["who somebody is, beside a page", "{ categories { name } me { id } }"],
  ["who somebody is, left out", "{ categories { name } me @skip(if: true) { id } }"],
  ["who somebody is, in a fragment", "{ categories { name } ...M } fragment M on Query { me { id } }"],
  [
    "who somebody is, in a fragment in a fragment",
    "{ ... { ...M } } fragment M on Query { ... on Query { me { id } } }",
  ],
  ["whatever has an id", '{ node(id: "a") { ... on Product { name } } }'],
  ["entities", "{ _entities(representations: []) { ... on Product { name } } }"],
  ["whether there is any", '{ product(slug: "a") { name inStock } }'],
  ["how much there is", '{ product(slug: "a") { variants { stock { available } } } }'],
  [
    "how much there is, in a fragment",
    '{ product(slug: "a") { ...P } } fragment P on Product { variants { ...V } } fragment V on Variant { stock { available } }',
  ],
  ["what comes later", '{ product(slug: "a") { name ... @defer { brand } } }'],
  ["nothing", "{ __typename }"],
  ["a change", "mutation { createCart { order { id } } }"],
  ["what goes on", 'subscription { stock(sku: "a") { available } }'],
])("%s is not kept", (_name, query) => {
  expect(secondsOf(query)).toBeUndefined();
});

it("what another operation of the document asks for is not looked past", () => {
  const query = 'query A { categories { name } } query B { product(slug: "a") { inStock } }';
  expect(secondsOf(query, "A")).toBeUndefined();
});

it("of all that can be asked for below what is kept, stock alone is not everybody's for a minute", () => {
  const kept = Object.entries(operations.Query).flatMap(([name, { cache }]) => (cache === "never" ? [] : [name]));
  const query = publicSchema.getQueryType()?.getFields() ?? {};
  const reached = new Map<string, string>();
  const reach = (type: unknown, path: string): void => {
    const named = getNamedType(type as never);
    if (!isObjectType(named) || reached.has(named.name)) return;
    reached.set(named.name, path);
    for (const [name, field] of Object.entries(named.getFields())) reach(field.type, `${path} { ${name}`);
  };
  for (const name of kept) reach(query[name]?.type, name);
  const closing = (path: string) => " }".repeat(path.split("{").length - 1);
  const documents = [...reached].map(([type, path]) => [type, `{ ${path} { __typename }${closing(path)} }`] as const);
  const notKept = documents.filter(([, document]) => secondsOf(document) === undefined);
  expect(notKept.map(([type]) => type)).toEqual(["StockLevel"]);
  expect(documents.length).toBeGreaterThan(10);
});

it("a text whose words say that it is never kept is not looked for", () => {
  expect(isCacheable('{ product(slug: "a") { inStock } }')).toBe(false);
  expect(isCacheable("{ variants { stock { available } } }")).toBe(false);
  expect(isCacheable('{ product(slug: "livestock") { name } }')).toBe(true);
});
