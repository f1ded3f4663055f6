import { create, type DescMethod, getOption } from "@bufbuild/protobuf";
import { getNamedType, isNonNullType, isObjectType, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { fresh, Permission, permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { publicSchema } from "../../../test/support/public-schema.ts";
import type { Rpc } from "../../kit/connect/client.ts";
import type { GatewayContext } from "../context.ts";
import { createLoaders } from "../data/loaders.ts";
import { mutation } from "../resolvers/mutation.ts";
import { query } from "../resolvers/query.ts";
import { subscription } from "../resolvers/subscription.ts";
import { operations } from "./operations.ts";
import type { MutationPolicy } from "./policy.ts";

type Resolve = (root: undefined, args: object, ctx: GatewayContext, info: object) => unknown;

const resolvers = {
  Query: query,
  Mutation: mutation,
  Subscription: Object.fromEntries(Object.entries(subscription).map(([name, field]) => [name, subscribeOf(field)])),
} as unknown as Readonly<Record<string, Readonly<Record<string, Resolve>>>>;

function subscribeOf(field: object): unknown {
  return "subscribe" in field ? field.subscribe : undefined;
}

/** A value for every argument of every field. */
const allArgs = {
  id: "prd_1",
  ids: [],
  orderId: "ord_1",
  accountId: "acc_1",
  sku: "A",
  skus: ["A"],
  query: "a",
  prefix: "a",
  inputs: [{ orderId: "ord_1" }],
  from: new Date(0),
  to: new Date(1),
  input: {
    words: [],
    roles: [],
    customerGroupIds: [],
    couponCodes: [],
    scopes: [],
    variants: [],
    lines: [{ sku: "A" }],
    ids: [],
    accountId: "acc_1",
    shippingAddress: {},
    prices: [{ sku: "A", currency: "USD", minQuantity: 1 }],
    reward: { percentage: { basisPoints: 1 } },
  },
};
const info = { fieldNodes: [], fragments: {}, operation: parse("{ me { id } }").definitions[0] };

/** Returns the RPC methods that a field's resolver calls for an administrator. The services respond with empty messages. */
async function calledMethods(type: string, field: string, args: object = allArgs): Promise<readonly DescMethod[]> {
  const calls: DescMethod[] = [];
  const rpc = (async (method: Parameters<Rpc>[0]) => {
    calls.push(method);
    return create(method.output);
  }) as Rpc;
  const stream = async (method: DescMethod) => {
    calls.push(method);
    return [];
  };
  const services = { account: rpc, catalog: rpc, order: rpc, streams: { catalog: stream, order: stream } };
  const cacheHints = { tags: new Set<string>() };
  const market = { slug: "" };
  const ctx = {
    market,
    caller: {
      identity: { accountId: "acc_1", roles: ["ADMIN"] },
      hasTaxId: false,
      requireUnrevokedForRead: async () => undefined,
      invalidateRevocationCheck: () => undefined,
    },
    services,
    subscription: { lastEventId: undefined },
    cacheHints,
    loaders: createLoaders(services, { cacheHints, allowStale: false, market }),
  } as unknown as GatewayContext;
  // Some resolvers reject an empty response. Only the calls matter here.
  await Promise.resolve(resolvers[type]?.[field]?.(undefined, args, ctx, info)).catch(() => undefined);
  return calls;
}

/** Fields that more or fewer callers may use than the methods behind them, with the reason. */
const differentPermission: Readonly<Record<string, string>> = {
  "Query.me": "returns null for an anonymous caller",
  "Query.node": "returns several types; each service checks who may read its own",
  "Query._entities": "like node",
  "Query.failedJobs": "each service checks who may read its jobs",
  "Query.shopHealth": "leaves out what the caller may not read",
  "Mutation.retryFailedJob": "the service of the job checks its own permission",
  "Mutation.discardFailedJob": "the service of the job checks its own permission",
  "Mutation.setWishlistItem": "checks the SKU with the catalog, which is public, before the account service",
  "Mutation.requestStockNotification": "calls three public methods, of two services",
  "Query.promotion": "is for catalog managers; support staff read the promotion of a discount of an order",
};

const rows = Object.entries(operations).flatMap(([type, fields]) =>
  Object.entries(fields).map(
    ([field, { permission: required }]) => [`${type}.${field}`, type, field, required] as const,
  ),
);

const permissionsOf = (methods: readonly DescMethod[]) => methods.map((method) => getOption(method, permission));

describe("permissions of operations", () => {
  const strict = rows.filter(([name]) => !(name in differentPermission) && name !== "Query._service");

  it.each(strict)("%s requires the permission of the method that it calls", async (_name, type, field, required) => {
    const permissions = permissionsOf(await calledMethods(type, field));
    expect(permissions.map((called) => Permission[called])).toEqual([Permission[required]]);
  });

  it.each([
    ["me", {}, Permission.SIGNED_IN],
    ["node", { id: `acc_${"0".repeat(26)}` }, Permission.SIGNED_IN],
    ["node", { id: `ord_${"0".repeat(26)}` }, Permission.SIGNED_IN],
    ["node", { id: `prd_${"0".repeat(26)}` }, Permission.PUBLIC],
    ["node", { id: `cat_${"0".repeat(26)}` }, Permission.PUBLIC],
    ["node", { id: `mkt_${"0".repeat(26)}` }, Permission.PUBLIC],
    ["node", { id: `grp_${"0".repeat(26)}` }, Permission.CUSTOMER_GROUP_WRITE],
    ["node", { id: `txr_${"0".repeat(26)}` }, Permission.PRICING_WRITE],
    ["node", { id: `shz_${"0".repeat(26)}` }, Permission.PRICING_WRITE],
    ["node", { id: `shm_${"0".repeat(26)}` }, Permission.PRICING_WRITE],
    ["node", { id: `plt_${"0".repeat(26)}` }, Permission.PRICING_WRITE],
    ["node", { id: `prm_${"0".repeat(26)}` }, Permission.PROMOTION_READ],
  ])("%s of %o is public, and the service checks its own permission", async (field, args, expected) => {
    expect(operations.Query[field as "me" | "node"].permission).toBe(Permission.PUBLIC);
    expect(permissionsOf(await calledMethods("Query", field, args))).toEqual([expected]);
  });
});

describe("permissions of failed jobs", () => {
  it.each([
    ["job_fact_MQ", Permission.ORDER_WRITE_ANY],
    ["job_change_MQ", Permission.CATALOG_WRITE],
    ["job_task_MQ", Permission.ACCOUNT_WRITE_ANY],
  ])("of %s are those of its service, without a fresh proof of the password", async (id, expected) => {
    const methods = await calledMethods("Mutation", "retryFailedJob", { id });
    expect(permissionsOf(methods)).toEqual([expected]);
    expect(methods.map((method) => getOption(method, fresh))).toEqual([false]);
  });
});

describe("a fresh proof of the password", () => {
  const mutations = Object.entries(operations.Mutation).filter(
    ([field]) => !(`Mutation.${field}` in differentPermission),
  );

  it.each(mutations)(
    "is required for %s if the method that it calls requires it",
    async (field, policy: MutationPolicy) => {
      const methods = await calledMethods("Mutation", field);
      expect(methods.map((method) => getOption(method, fresh))).toEqual([policy.fresh === true]);
    },
  );

  it("is required for payloads only whose other fields are nullable", () => {
    const fields = publicSchema.getMutationType()?.getFields() ?? {};
    for (const [name] of mutations.filter(([, policy]: [string, MutationPolicy]) => policy.fresh === true)) {
      const payload = getNamedType(fields[name]?.type);
      if (!isObjectType(payload)) throw new Error(`${name} has no payload`);
      const nonNull = Object.values(payload.getFields()).filter(({ type }) => isNonNullType(type));
      expect(nonNull.map((field) => field.name)).toEqual(["userErrors"]);
    }
  });
});
