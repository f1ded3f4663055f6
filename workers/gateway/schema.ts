import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, parse } from "graphql";
import accountSchema from "../../schema/account.graphql";
import catalogSchema from "../../schema/catalog.graphql";
import commonSchema from "../../schema/common.graphql";
import orderSchema from "../../schema/order.graphql";
import { account } from "./resolvers/account.ts";
import { accountMutations } from "./resolvers/account-mutations.ts";
import { catalogMutations } from "./resolvers/catalog-mutations.ts";
import { category } from "./resolvers/category.ts";
import { money } from "./resolvers/money.ts";
import { node } from "./resolvers/node.ts";
import { order } from "./resolvers/order.ts";
import { orderEventEdge } from "./resolvers/order-event.ts";
import { orderAddress, orderLine } from "./resolvers/order-line.ts";
import { orderMutations } from "./resolvers/order-mutations.ts";
import { product } from "./resolvers/product.ts";
import { query } from "./resolvers/query.ts";
import { transaction } from "./resolvers/transaction.ts";
import { stockLevel, variant } from "./resolvers/variant.ts";
import { bigIntScalar, dateTimeScalar, jsonScalar } from "./scalars.ts";
import type { Resolvers } from "./schema.generated.ts";

const resolvers = {
  Query: query,
  Mutation: { ...accountMutations, ...catalogMutations, ...orderMutations },
  Node: node,
  Account: account,
  Category: category,
  Product: product,
  Variant: variant,
  StockLevel: stockLevel,
  Order: order,
  OrderLine: orderLine,
  OrderAddress: orderAddress,
  OrderEventEdge: orderEventEdge,
  Transaction: transaction,
  Money: money,
  BigInt: bigIntScalar,
  DateTime: dateTimeScalar,
  JSON: jsonScalar,
} satisfies Resolvers;

/** The public schema, which is a subgraph too: it can be composed with others. */
export function buildSchema(): GraphQLSchema {
  const typeDefs = parse([commonSchema, accountSchema, catalogSchema, orderSchema].join("\n"));
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}
