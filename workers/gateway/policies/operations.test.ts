import { create, type DescMethod, getOption } from "@bufbuild/protobuf";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { Permission, permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";
import type { GatewayContext } from "../context.ts";
import { createLoaders } from "../data/loaders.ts";
import { accountMutations } from "../resolvers/account-mutations.ts";
import { catalogMutations } from "../resolvers/catalog-mutations.ts";
import { orderMutations } from "../resolvers/order-mutations.ts";
import { query } from "../resolvers/query.ts";
import { sessionMutations } from "../resolvers/session-mutations.ts";
import { subscription } from "../resolvers/subscription.ts";
import { operations } from "./operations.ts";

type Resolve = (root: undefined, args: object, ctx: GatewayContext, info: object) => unknown;

const resolvers = {
  Query: query,
  Mutation: { ...sessionMutations, ...accountMutations, ...catalogMutations, ...orderMutations },
  Subscription: Object.fromEntries(Object.entries(subscription).map(([name, field]) => [name, begin(field)])),
} as unknown as Readonly<Record<string, Readonly<Record<string, Resolve>>>>;

function begin(field: object): unknown {
  return "subscribe" in field ? field.subscribe : undefined;
}

/** Something for every argument that there is. */
const args = {
  id: "prd_1",
  ids: [],
  orderId: "ord_1",
  sku: "A",
  query: "a",
  prefix: "a",
  input: { roles: [], scopes: [], variants: [], lines: [{ sku: "A" }], accountId: "acc_1", shippingAddress: {} },
};
const info = { fieldNodes: [], fragments: {}, operation: parse("{ me { id } }").definitions[0] };

/** The methods that the field's own resolver calls, for somebody who may do anything; the services answer with nothing. */
async function callsOf(type: string, field: string, given: object = args): Promise<readonly DescMethod[]> {
  const calls: DescMethod[] = [];
  const rpc = (async (method: Parameters<Rpc>[0]) => {
    calls.push(method);
    return create(method.output);
  }) as Rpc;
  const stream = async (method: DescMethod) => {
    calls.push(method);
    return [];
  };
  const cacheHints = { tags: new Set<string>() };
  const ctx = {
    identity: { accountId: "acc_1", roles: ["ADMIN"] },
    account: rpc,
    catalog: rpc,
    order: rpc,
    streams: { catalog: stream, order: stream },
    cacheHints,
    loaders: createLoaders({ account: rpc, catalog: rpc, order: rpc }, { tags: cacheHints.tags, recent: false }),
    invalidateRevocationCheck: () => undefined,
  } as unknown as GatewayContext;
  // What it makes of an empty answer is of no matter.
  await Promise.resolve(resolvers[type]?.[field]?.(undefined, given, ctx, info)).catch(() => undefined);
  return calls;
}

/** Fields that let in more people than the methods behind them, and why. */
const lessForSome: Readonly<Record<string, string>> = {
  "Query.me": "is nobody's account for who has none",
  "Query.node": "is of many kinds, and each service says who may see its own",
  "Query._entities": "as node",
};

const rows = Object.entries(operations).flatMap(([type, fields]) =>
  Object.entries(fields).map(
    ([field, { permission: required }]) => [`${type}.${field}`, type, field, required] as const,
  ),
);

const permissionsOf = (calls: readonly DescMethod[]) => calls.map((method) => getOption(method, permission));

describe("who may", () => {
  const own = rows.filter(([name]) => !(name in lessForSome) && name !== "Query._service");

  it.each(own)("%s is whom its contract lets in", async (_name, type, field, who) => {
    const permissions = permissionsOf(await callsOf(type, field));
    expect(permissions.map((each) => Permission[each])).toEqual([Permission[who]]);
  });

  it.each([
    ["me", {}, Permission.SIGNED_IN],
    ["node", { id: `acc_${"0".repeat(26)}` }, Permission.SIGNED_IN],
    ["node", { id: `ord_${"0".repeat(26)}` }, Permission.SIGNED_IN],
    ["node", { id: `prd_${"0".repeat(26)}` }, Permission.PUBLIC],
    ["node", { id: `cat_${"0".repeat(26)}` }, Permission.PUBLIC],
  ])("%s of %o is everybody, and the service says for whom there is something", async (field, given, wanted) => {
    expect(operations.Query[field as "me" | "node"].permission).toBe(Permission.PUBLIC);
    expect(permissionsOf(await callsOf("Query", field, given))).toEqual([wanted]);
  });
});
