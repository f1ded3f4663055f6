import { parse } from "graphql";
import { expect, it } from "vitest";
import { publicSchema } from "../../../test/support/public-schema.ts";
import { analyseOperation, costOf } from "./operation-info.ts";

const points = (query: string, variables = {}) => {
  const assessment = analyseOperation(parse(query), undefined);
  return costOf(assessment, publicSchema, variables);
};

it.each([
  ["a field that has only values", "{ me { id email preferences { currency } } }", 1],
  ["a page of products: each costs a point", "{ products(first: 10) { edges { node { name } } } }", 1 + 10],
  ["a page as long as it is by default", "{ products { edges { node { name } } } }", 1 + 20],
  ["a list without a length is taken for ten", '{ product(slug: "a") { variants { sku } } }', 1 + 10],
  [
    "pages in pages multiply",
    "{ categories { products(first: 5) { edges { node { variants { sku } } } } } }",
    1 + 10 * (5 * (1 + 10)),
  ],
  [
    "fragments cost where they are spread",
    "{ products(first: 2) { ...P } } fragment P on ProductConnection { edges { node { variants { sku } } } }",
    1 + 2 * (1 + 10),
  ],
  [
    "references cost as many as there are",
    '{ _entities(representations: [{__typename: "Product", id: "1"}, {__typename: "Product", id: "2"}]) { ... on Product { variants { sku } } } }',
    1 + 2 * 10,
  ],
  ["a mutation costs what its row says, and what it answers with", "mutation { createCart { order { id } } }", 10 + 1],
  [
    "what is left out costs all the same",
    "{ products(first: 10) @skip(if: true) { edges { node { name } } } }",
    1 + 10,
  ],
  ["nothing is free", "{ __typename }", 1],
])("%s", (_name, query, cost) => {
  expect(points(query)).toBe(cost);
});

it("a length counts wherever it is said", () => {
  const query = (declared: string) => `query (${declared}) { products(first: $n) { edges { node { id } } } }`;
  expect(points(query("$n: Int"), { n: 50 })).toBe(51);
  expect(points(query("$n: Int = 30"))).toBe(31);
  expect(points(query("$n: Int"))).toBe(21);
  expect(points(query("$n: Int"), { n: -5 })).toBe(2);
});

it("an operation has the lowest class of its fields, and the longest time", () => {
  expect(analyseOperation(parse('{ me { id } search(query: "a") { totalCount } }'), undefined)).toMatchObject({
    class: "search",
    seconds: 5,
  });
  expect(
    analyseOperation(parse("query A { me { id } } mutation B { placeOrder(input: {}) { order { id } } }"), "B"),
  ).toMatchObject({ class: "checkout", seconds: 10 });
});

it("each operation of a document is assessed by itself, whichever was first", () => {
  const document = parse("query A { me { id } } mutation B { placeOrder(input: {}) { order { id } } }");
  const [a, b] = [analyseOperation(document, "A"), analyseOperation(document, "B")];
  expect([a.class, a.operation.operation, [...a.roots]]).toEqual(["cart", "query", ["me"]]);
  expect([b.class, b.operation.operation, [...b.roots]]).toEqual(["checkout", "mutation", ["placeOrder"]]);
  expect([costOf(a, publicSchema, {}), costOf(b, publicSchema, {})]).toEqual([1, 51]);
});

it("what is asked for in fragments counts, wherever they are", () => {
  const inFragments = `mutation { ...A } fragment A on Mutation { ... { ...B } }
    fragment B on Mutation { createCategory(input: {}) { category { id } } placeOrder(input: {}) { order { id } } }`;
  expect(analyseOperation(parse(inFragments), undefined)).toMatchObject({
    roots: new Set(["createCategory", "placeOrder"]),
    class: "browse",
  });
});

it("one field that is closed without Redis closes what is asked for beside it", () => {
  const closed = (query: string) => analyseOperation(parse(query), undefined).withoutRedis;
  expect(closed("mutation { createCart { order { id } } }")).toBe("open");
  expect(closed("mutation { placeOrder(input: {}) { order { id } } }")).toBe("closed");
  expect(closed("mutation { createCart { order { id } } placeOrder(input: {}) { order { id } } }")).toBe("closed");
  expect(
    closed(
      "mutation { createCart @skip(if: true) { order { id } } ...P } fragment P on Mutation { cancelOrder(input: {}) { order { id } } }",
    ),
  ).toBe("closed");
});
