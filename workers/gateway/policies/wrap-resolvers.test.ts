import { buildSchema, graphql } from "graphql";
import { expect, it } from "vitest";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { Identity } from "../../kit/auth/identity.ts";
import type { MutationPolicy, Policy } from "./policy.ts";
import { wrapResolversWithPolicies } from "./wrap-resolvers.ts";

const row: Policy = { on: true, permission: Permission.PUBLIC, cost: 1, class: "browse", seconds: 1 };

/** Whether `it` is served to somebody under a policy. */
async function serve(
  policy: Policy & Partial<MutationPolicy>,
  {
    identity = { roles: [] },
    production = false,
    revoked = false,
  }: { identity?: Identity; production?: boolean; revoked?: boolean } = {},
): Promise<string> {
  const schema = wrapResolversWithPolicies(buildSchema("type Query { it: String }"), production, () => policy);
  const requireUnrevoked = async () => {
    if (revoked) throw new Error("revoked");
  };
  const { data, errors } = await graphql({
    schema,
    source: "{ it }",
    rootValue: { it: "served" },
    contextValue: { identity, requireUnrevoked },
  });
  return errors?.[0]?.message ?? String(data?.it);
}

it("a field that is on is served, one that is off says so", async () => {
  expect(await serve(row)).toBe("served");
  expect(await serve({ ...row, on: false })).toBe("it is switched off at the moment");
});

it("what is for development is not served in production", async () => {
  expect(await serve({ ...row, on: "development" })).toBe("served");
  expect(await serve({ ...row, on: "development" }, { production: true })).toBe("it is switched off at the moment");
});

it("whoever lacks the permission is refused", async () => {
  const policy = { ...row, permission: Permission.ORDER_WRITE_ANY };
  expect(await serve(policy)).toBe("sign in first");
  expect(await serve(policy, { identity: { accountId: "acc_1", roles: ["CUSTOMER"] } })).toBe(
    "this account may not do that",
  );
  expect(await serve(policy, { identity: { accountId: "acc_1", roles: ["SUPPORT"] } })).toBe("served");
});

it("a revoked token is refused where the policy says so", async () => {
  expect(await serve({ ...row, revokedTokens: "refused" }, { revoked: true })).toBe("revoked");
  expect(await serve({ ...row, revokedTokens: "served" }, { revoked: true })).toBe("served");
});

it("a field without a policy is not served at all", () => {
  expect(() => wrapResolversWithPolicies(buildSchema("type Query { it: String }"), false, () => undefined)).toThrow(
    /Query.it has no policy/,
  );
});
