import { Code } from "@connectrpc/connect";
import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { isFresh, reauthenticationRequired } from "../../kit/auth/fresh-authentication.ts";
import { requirePermission } from "../../kit/auth/permissions.ts";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { mutationPayload } from "../graphql/errors.ts";
import { findPolicy } from "./operation-info.ts";
import type { FieldPolicy } from "./policy.ts";

type PolicyLookup = (type: string, field: string) => FieldPolicy | undefined;

/**
 * Wraps the resolver of every field of Query, Mutation and Subscription. The wrapper checks that the operation is on,
 * that the caller has the permission, that a revoked token is rejected, and that a mutation that requires a fresh proof of
 * the password has one. Throws at start for a field without a policy.
 */
export function wrapResolversWithPolicies(
  schema: GraphQLSchema,
  production: boolean,
  lookup: PolicyLookup = findPolicy,
): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of roots) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const policy = lookup(type?.name ?? "", field.name);
      if (policy === undefined) throw new Error(`${type?.name}.${field.name} has no policy`);
      wrapField(field, policy, { production, isWrite: type === schema.getMutationType() });
    }
  }
  return schema;
}

/** Permissions of staff whose mutations are counted in the audit trail. Other changes of accounts have events of their own. */
const auditedPermissions: ReadonlySet<Permission> = new Set([
  Permission.CATALOG_WRITE,
  Permission.PRICING_WRITE,
  Permission.MARKET_WRITE,
  Permission.STOCK_WRITE,
  Permission.ORDER_WRITE_ANY,
  Permission.CUSTOMER_GROUP_WRITE,
]);

function hasUserErrors(payload: unknown): boolean {
  const { userErrors = [] } = (payload ?? {}) as { readonly userErrors?: readonly unknown[] };
  return userErrors.length > 0;
}

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

interface WrapOptions {
  readonly production: boolean;
  readonly isWrite: boolean;
}

function wrapField(
  field: GraphQLField<unknown, GatewayContext>,
  policy: FieldPolicy,
  { production, isWrite }: WrapOptions,
): void {
  const isAudited = isWrite && auditedPermissions.has(policy.permission);
  const on = policy.on === "development" ? !production : policy.on;
  const wrap = (resolver: Resolver): Resolver => {
    const authorize = (ctx: GatewayContext): void => {
      if (!on) throw new Failure(Code.Unavailable, "SWITCHED_OFF", `\`${field.name}\` is switched off`);
      try {
        requirePermission(ctx.caller.identity, policy.permission);
      } catch (error) {
        // Another field may have made `data` null already. Its error replaces this one in the response.
        if (error instanceof Failure) ctx.audit.deniedBy(error, field.name);
        throw error;
      }
    };
    if (policy.revokedTokens !== "reject") {
      return (root, args, ctx, info) => {
        authorize(ctx);
        return resolver(root, args, ctx, info);
      };
    }
    return async (root, args, ctx, info) => {
      authorize(ctx);
      await (isWrite ? ctx.caller.requireUnrevoked() : ctx.caller.requireUnrevokedForRead());
      if (policy.fresh === true && !isFresh(ctx.caller.identity, Date.now())) return rejectAsUserError();
      const payload = await resolver(root, args, ctx, info);
      if (isAudited && !hasUserErrors(payload)) ctx.audit.changed(field.name);
      return payload;
    };
  };
  if (field.subscribe === undefined) field.resolve = wrap(field.resolve ?? defaultFieldResolver);
  else field.subscribe = wrap(field.subscribe);
}

/** Returns the payload of a mutation that requires a fresh proof of the password. All its other fields are null. */
function rejectAsUserError(): Promise<object> {
  return mutationPayload({}, () => Promise.reject(reauthenticationRequired()));
}
