import { parse } from "graphql";
import { expect, it } from "vitest";
import { publicSchema } from "../../../test/support/public-schema.ts";
import { analyseOperation, costOf } from "./operation-info.ts";

const points = (query: string, variables = {}) => {
  return costOf(analyseOperation(parse(query), undefined), publicSchema, variables);
};

it.each([
  ["a field without entities below it", "{ me { id email preferences { currency } } }", 1],
  ["a page of products: one point each", "{ products(first: 10) { edges { node { name } } } }", 1 + 10],
  ["a page of the default size", "{ products { edges { node { name } } } }", 1 + 20],
  ["a list without a size: ten entries", '{ product(slug: "a") { variants { sku } } }', 1 + 10],
  [
    "nested pages: the sizes are multiplied",
    "{ categories { products(first: 5) { edges { node { variants { sku } } } } } }",
    1 + 10 * (5 * (1 + 10)),
  ],
  [
    "a fragment: it costs where it is spread",
    "{ products(first: 2) { ...P } } fragment P on ProductConnection { edges { node { variants { sku } } } }",
    1 + 2 * (1 + 10),
  ],
  [
    "representations: each counts",
    '{ _entities(representations: [{__typename: "Product", id: "1"}, {__typename: "Product", id: "2"}]) { ... on Product { variants { sku } } } }',
    2 * (1 + 10),
  ],
  [
    "representations of orders: three points each",
    '{ _entities(representations: [{__typename: "Order", id: "1"}, {__typename: "Product", id: "2"}]) { __typename } }',
    3 + 1,
  ],
  ["a timeline: its entries", '{ order(id: "1") { timeline { type } } }', 3 + 100],
  [
    "orders in a timeline: three points each",
    '{ order(id: "1") { timeline(first: 5) { order { id } } } }',
    3 + 5 * (1 + 3),
  ],
  ["a mutation: its row and its payload", "mutation { createCart { order { id } } }", 10 + 1],
  ["a skipped field: it costs the same", "{ products(first: 10) @skip(if: true) { edges { node { name } } } }", 1 + 10],
  ["an operation without fields: at least one point", "{ __typename }", 1],
])("costs %s", (_name, query, cost) => {
  expect(points(query)).toBe(cost);
});

it("counts the size from an argument, a variable or a default value", () => {
  const query = (declared: string) => `query (${declared}) { products(first: $n) { edges { node { id } } } }`;
  expect(points(query("$n: Int"), { n: 50 })).toBe(51);
  expect(points(query("$n: Int = 30"))).toBe(31);
  expect(points(query("$n: Int"))).toBe(21);
  expect(points(query("$n: Int"), { n: -5 })).toBe(2);
});

it("gives an operation the lowest class and the longest time limit of its fields", () => {
  expect(analyseOperation(parse('{ me { id } search(query: "a") { totalCount } }'), undefined)).toMatchObject({
    class: "search",
    seconds: 5,
  });
  expect(
    analyseOperation(parse("query A { me { id } } mutation B { placeOrder(input: {}) { order { id } } }"), "B"),
  ).toMatchObject({ class: "checkout", seconds: 10 });
});

it("analyses each operation of a document separately, in any order", () => {
  const document = parse("query A { me { id } } mutation B { placeOrder(input: {}) { order { id } } }");
  const [a, b] = [analyseOperation(document, "A"), analyseOperation(document, "B")];
  expect([a.class, a.operation.operation, [...a.rootFields]]).toEqual(["cart", "query", ["me"]]);
  expect([b.class, b.operation.operation, [...b.rootFields]]).toEqual(["checkout", "mutation", ["placeOrder"]]);
  expect([costOf(a, publicSchema, {}), costOf(b, publicSchema, {})]).toEqual([1, 51]);
});

it("finds root fields in nested fragments", () => {
  const inFragments = `mutation { ...A } fragment A on Mutation { ... { ...B } }
    fragment B on Mutation { createCategory(input: {}) { category { id } } placeOrder(input: {}) { order { id } } }`;
  expect(analyseOperation(parse(inFragments), undefined)).toMatchObject({
    rootFields: new Set(["createCategory", "placeOrder"]),
    class: "browse",
  });
});

it("fails closed if one of the fields does", () => {
  const failModeOf = (query: string) => analyseOperation(parse(query), undefined).failMode;
  expect(failModeOf("mutation { createCart { order { id } } }")).toBe("fail-open");
  expect(failModeOf("mutation { placeOrder(input: {}) { order { id } } }")).toBe("fail-closed");
  expect(failModeOf("mutation { createCart { order { id } } placeOrder(input: {}) { order { id } } }")).toBe(
    "fail-closed",
  );
  expect(
    failModeOf(
      "mutation { createCart @skip(if: true) { order { id } } ...P } fragment P on Mutation { cancelOrder(input: {}) { order { id } } }",
    ),
  ).toBe("fail-closed");
});
