import { expect, it } from "vitest";
import { parseSchema } from "./schema.ts";
import { compareWithContract } from "./schema-slice.ts";

const contract = parseSchema(`
  interface Node { id: ID! }
  type Query { order(id: ID!, asOf: String): Order orders(first: Int = 20): [Order!]! }
  type Order implements Node { id: ID! status: Status! total: Int! }
  enum Status { PLACED CONFIRMED }
  input PlaceInput { key: ID! note: String }
`);

function findConflicts(text: string): readonly string[] {
  return compareWithContract(parseSchema(text), contract).conflicts;
}

it("accepts missing and additional fields", () => {
  const comparison = compareWithContract(
    parseSchema(`
      interface Node { id: ID! }
      type Query { order(id: ID!, locale: String): Order }
      type Order implements Node { id: ID! status: Status! colour: String }
      enum Status { PLACED LOST }
      input PlaceInput { key: ID! gift: Boolean }
    `),
    contract,
  );
  expect(comparison).toEqual({ conflicts: [], served: 5, total: 8 });
});

it("reports another type of a field, an argument or an input field", () => {
  const conflicts = findConflicts(`
    type Query { order(id: String!): Order! }
    type Order { id: ID! }
    input PlaceInput { key: String note: String! }
  `);
  expect(conflicts).toEqual([
    "Query.order is Order!, not Order",
    "Query.order(id) is String!, not ID!",
    "Order does not implement Node",
    "PlaceInput.key is String, not ID!",
    "PlaceInput.note is String!, not String",
  ]);
});

it("accepts optional arguments and input fields that the contract requires", () => {
  const schema =
    "type Query { order(id: ID): Order } type Order implements Node { id: ID! } interface Node { id: ID! } input PlaceInput { key: ID }";
  expect(findConflicts(schema)).toEqual([]);
});

it("reports arguments and input fields that only this schema requires", () => {
  const conflicts = findConflicts(`
    type Query { orders(first: Int = 10, shop: ID!): [Order!]! }
    type Order implements Node { id: ID! }
    interface Node { id: ID! }
    input PlaceInput { key: ID! shop: ID! }
  `);
  expect(conflicts).toEqual([
    "Query.orders(first) is 10 by default, not 20",
    "Query.orders(shop) is required, and the contract has no such argument",
    "PlaceInput.shop is required, and the contract has no such field",
  ]);
});

it("reports another kind of type", () => {
  expect(findConflicts("type Query { a: Order } enum Order { A } type Status { a: Int }")).toEqual([
    "Order is of another kind",
    "Status is of another kind",
  ]);
  expect(findConflicts("type Query { a: Int } enum Status { OTHER }")).toEqual([
    "Status shares no value with the contract's",
  ]);
});
