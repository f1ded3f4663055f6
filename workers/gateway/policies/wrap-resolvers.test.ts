import { buildSchema, graphql } from "graphql";
import { beforeEach, describe, expect, it } from "vitest";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { Identity } from "../../kit/auth/identity.ts";
import type { Failure } from "../../kit/errors/failure.ts";
import type { FieldPolicy, Policy } from "./policy.ts";
import { wrapResolversWithPolicies } from "./wrap-resolvers.ts";

const policy: Policy = { on: true, permission: Permission.PUBLIC, cost: 1, class: "browse", seconds: 1 };

const payloadSdl = `type UserError { code: String } type Payload { userErrors: [UserError!]! }
  type Query { no: String } type Mutation { it: Payload }`;

interface Situation {
  readonly identity?: Identity;
  readonly production?: boolean;
  readonly revoked?: boolean;
  readonly operation?: "query" | "mutation";
  readonly value?: unknown;
}

/** The fields that the audit has recorded as changes. */
const changed: string[] = [];
/** The reasons and fields that it has recorded as denied. */
const denied: string[] = [];
beforeEach(() => {
  denied.length = 0;
  changed.length = 0;
});

/** Executes a field `it` with a policy. Returns its value, or the message of its error. */
async function execute(
  fieldPolicy: FieldPolicy,
  {
    identity = { roles: [] },
    production = false,
    revoked = false,
    operation = "query",
    value = "resolved",
  }: Situation = {},
): Promise<string> {
  const sdl = "scalar Any type Query { it: String } type Mutation { it: Any }";
  const schema = wrapResolversWithPolicies(buildSchema(sdl), production, () => fieldPolicy);
  const check = (use: string) => async () => {
    if (revoked) throw new Error(`revoked ${use}`);
  };
  const { data, errors } = await graphql({
    schema,
    source: `${operation} { it }`,
    rootValue: { it: value },
    contextValue: {
      audit: {
        changed: (field: string) => void changed.push(field),
        deniedBy: ({ reason }: Failure, field: string) => void denied.push(`${reason} ${field}`),
      },
      caller: { identity, requireUnrevoked: check("write"), requireUnrevokedForRead: check("read") },
    },
  });
  return errors?.[0]?.message ?? String(data?.it);
}

describe("wrapResolversWithPolicies", () => {
  it("resolves a field that is on, and rejects a field that is off", async () => {
    expect(await execute(policy)).toBe("resolved");
    expect(await execute({ ...policy, on: false })).toBe("`it` is switched off");
  });

  it("rejects a development field in production", async () => {
    expect(await execute({ ...policy, on: "development" })).toBe("resolved");
    expect(await execute({ ...policy, on: "development" }, { production: true })).toBe("`it` is switched off");
  });

  it("rejects callers without the permission", async () => {
    const staffOnly = { ...policy, permission: Permission.ORDER_WRITE_ANY };
    expect(await execute(staffOnly)).toBe("Sign in first");
    expect(await execute(staffOnly, { identity: { accountId: "acc_1", roles: ["CUSTOMER"] } })).toBe(
      "This account does not have the required permission",
    );
    expect(denied).toEqual(["UNAUTHENTICATED it", "FORBIDDEN it"]);
    expect(await execute(staffOnly, { identity: { accountId: "acc_1", roles: ["SUPPORT"] } })).toBe("resolved");
  });

  it("rejects a revoked token where the policy says so", async () => {
    const rejecting = { ...policy, revokedTokens: "reject" } as const;
    expect(await execute(rejecting, { revoked: true, operation: "mutation" })).toBe("revoked write");
    expect(await execute(rejecting, { revoked: true })).toBe("revoked read");
    expect(await execute({ ...policy, revokedTokens: "allow" }, { revoked: true })).toBe("resolved");
    expect(await execute({ ...policy, revokedTokens: "by type" }, { revoked: true })).toBe("resolved");
  });

  it("returns REAUTHENTICATION_REQUIRED for a mutation that requires a fresh proof of the password", async () => {
    const schema = (fieldPolicy: FieldPolicy) =>
      wrapResolversWithPolicies(buildSchema(payloadSdl), false, () => fieldPolicy);
    const run = async (fieldPolicy: FieldPolicy, authenticatedAt: number) => {
      const caller = {
        identity: { accountId: "acc_1", roles: [], authenticatedAt },
        requireUnrevoked: async () => undefined,
      };
      const source = "mutation { it { userErrors { code } } }";
      const rootValue = { it: { userErrors: [] } };
      return (await graphql({ schema: schema(fieldPolicy), source, rootValue, contextValue: { caller } })).data;
    };
    const fresh = { ...policy, revokedTokens: "reject", fresh: true } as const;
    const old = Date.now() - 600_000;
    expect(await run(fresh, old)).toEqual({ it: { userErrors: [{ code: "REAUTHENTICATION_REQUIRED" }] } });
    expect(await run(fresh, old + 5_000)).toEqual({ it: { userErrors: [] } });
    expect(await run({ ...fresh, fresh: "by session" }, old)).toEqual({ it: { userErrors: [] } });
  });

  it("throws for a field without a policy", () => {
    expect(() => wrapResolversWithPolicies(buildSchema("type Query { it: String }"), false, () => undefined)).toThrow(
      /Query.it has no policy/,
    );
  });

  it.each([
    [Permission.CATALOG_WRITE, "CATALOG_MANAGER"],
    [Permission.PRICING_WRITE, "CATALOG_MANAGER"],
    [Permission.MARKET_WRITE, "ADMIN"],
    [Permission.STOCK_WRITE, "CATALOG_MANAGER"],
    [Permission.ORDER_WRITE_ANY, "SUPPORT"],
    [Permission.CUSTOMER_GROUP_WRITE, "SUPPORT"],
  ] as const)("records changes that require the permission %i", async (permission, role) => {
    const identity = { accountId: "acc_1", roles: [role] };
    const write = { ...policy, permission, revokedTokens: "reject" } as const;
    await execute(write, { identity, operation: "mutation", value: { userErrors: [] } });
    expect(changed).toEqual(["it"]);
  });

  it("records a change by staff, unless it failed", async () => {
    const stockOnly = { ...policy, permission: Permission.STOCK_WRITE, revokedTokens: "reject" } as const;
    const identity = { accountId: "acc_1", roles: ["CATALOG_MANAGER"] } as const;
    await execute(stockOnly, { identity, operation: "mutation", value: { userErrors: [{ code: "INVALID_SKU" }] } });
    await execute(stockOnly, { identity, operation: "query" });
    await execute(stockOnly, { identity: { roles: [] }, operation: "mutation" });
    expect(changed).toEqual([]);
    await execute(stockOnly, { identity, operation: "mutation", value: { userErrors: [] } });
    expect(changed).toEqual(["it"]);
  });
});
