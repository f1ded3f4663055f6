import { Code } from "@connectrpc/connect";
import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { requirePermission } from "../../kit/auth/permissions.ts";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { findPolicy } from "./operation-info.ts";
import type { MutationPolicy, Policy } from "./policy.ts";

type Find = (type: string, field: string) => (Policy & Partial<MutationPolicy>) | undefined;

/**
 * Puts every field of Query, Mutation and Subscription under its policy: whether it is on, who may, and whether a
 * revoked token is good enough. Throws, at start, for a field without one.
 */
export function wrapResolversWithPolicies(
  schema: GraphQLSchema,
  production: boolean,
  find: Find = findPolicy,
): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of roots) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const policy = find(type?.name ?? "", field.name);
      if (policy === undefined) throw new Error(`${type?.name}.${field.name} has no policy`);
      guard(field, policy, production);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

function guard(
  field: GraphQLField<unknown, GatewayContext>,
  policy: Policy & Partial<MutationPolicy>,
  production: boolean,
) {
  const on = policy.on === "development" ? !production : policy.on;
  const guarded = (resolver: Resolver): Resolver => {
    const allow = (ctx: GatewayContext): void => {
      if (!on) throw new Failure(Code.Unavailable, "SWITCHED_OFF", `${field.name} is switched off at the moment`);
      requirePermission(ctx.identity, policy.permission);
    };
    if (policy.revokedTokens !== "refused") {
      return (root, args, ctx, info) => {
        allow(ctx);
        return resolver(root, args, ctx, info);
      };
    }
    return async (root, args, ctx, info) => {
      allow(ctx);
      await ctx.requireUnrevoked();
      return resolver(root, args, ctx, info);
    };
  };
  if (field.subscribe === undefined) field.resolve = guarded(field.resolve ?? defaultFieldResolver);
  else field.subscribe = guarded(field.subscribe);
}
