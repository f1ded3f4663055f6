import { AccountService, Role } from "../../../proto/gen/account/v1/account_pb.js";
import { WishlistService } from "../../../proto/gen/account/v1/wishlist_pb.js";
import { Permission, Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { parseRole, type Role as RoleName } from "../../kit/auth/identity.ts";
import { hasPermission, isStaff, permissionsOf } from "../../kit/auth/permissions.ts";
import { parseCurrency } from "../../kit/domain/money.ts";
import { required, toDate } from "../data/mappers/protobuf.ts";
import { listAllOrders, listOwnOrders, noOrders } from "../data/orders.ts";
import type {
  AccountConnectionResolvers,
  AccountOrderTotalsResolvers,
  AccountResolvers,
  AddressResolvers,
  ApiScope,
  ApiTokenResolvers,
  PreferencesResolvers,
  SecurityEventResolvers,
  SessionResolvers,
  StaffPermission,
} from "../graphql/schema.generated.ts";

type PermissionName = Exclude<keyof typeof Permission, "UNSPECIFIED" | "PUBLIC" | "SIGNED_IN" | "INTERNAL">;

export const account: AccountResolvers = {
  __resolveReference: async ({ id }, { caller, loaders }) => {
    await caller.requireUnrevokedForRead();
    return (await loaders.user.load(id)) ?? null;
  },
  email: ({ email }) => email ?? null,
  pendingEmail: ({ id, pendingEmail }, _args, { caller: { identity } }) =>
    id === identity.accountId || hasPermission(identity, Permission.ACCOUNT_READ_ANY) ? (pendingEmail ?? null) : null,
  taxId: ({ id, taxId }, _args, { caller: { identity } }) =>
    id === identity.accountId || hasPermission(identity, Permission.ACCOUNT_READ_ANY) ? (taxId ?? null) : null,
  roles: ({ roles }) => rolesOf(roles),
  permissions: ({ id, roles }, _args, { caller: { identity } }) =>
    id === identity.accountId || hasPermission(identity, Permission.ACCOUNT_WRITE_ANY)
      ? permissionsOf(rolesOf(roles)).map(permissionNameOf)
      : [],
  preferences: ({ preferences }) => required(preferences, "the preferences"),
  customerGroups: ({ id, customerGroups }, _args, { caller: { identity } }) =>
    id === identity.accountId || isStaff(identity) ? customerGroups : [],
  sessions: async ({ id }, _args, ctx) =>
    id === ctx.caller.identity.accountId
      ? (await ctx.services.account(AccountService.method.listSessions, {})).sessions
      : [],
  orders: ({ id }, { first, after }, ctx, info) => {
    const { identity } = ctx.caller;
    if (id === identity.accountId) return listOwnOrders(ctx, { first, after }, info);
    if (hasPermission(identity, Permission.ORDER_READ_ANY)) {
      return listAllOrders(ctx, { first, after, accountId: id }, info);
    }
    return noOrders;
  },
  cart: async ({ id }, _args, ctx) =>
    id === ctx.caller.identity.accountId
      ? ((await ctx.services.order(OrderService.method.getCart, {})).order ?? null)
      : null,
  wishlist: async ({ id }, _args, { caller: { identity }, services, loaders }) => {
    if (id !== identity.accountId) return [];
    const { skus } = await services.account(WishlistService.method.getWishlist, {});
    const variants = await Promise.all(skus.map((sku) => loaders.variant.load(sku)));
    return variants.filter((variant) => variant !== undefined);
  },
  orderTotals: async ({ id }, _args, { caller: { identity }, loaders }) =>
    id === identity.accountId || hasPermission(identity, Permission.ORDER_READ_ANY)
      ? ((await loaders.orderTotals.load(id)) ?? null)
      : null,
  lastSignInAt: async ({ id }, _args, { caller: { identity }, loaders }) => {
    if (id !== identity.accountId && !hasPermission(identity, Permission.ACCOUNT_WRITE_ANY)) return null;
    const signIn = await loaders.lastSignIn.load(id);
    return signIn === undefined ? null : toDate(signIn.time);
  },
  createdAt: ({ createTime }) => toDate(createTime),
  updatedAt: ({ updateTime }) => toDate(updateTime),
};

export const accountConnection: AccountConnectionResolvers = {
  totalCount: ({ countAll }) => countAll(),
};

export const accountOrderTotals: AccountOrderTotalsResolvers = {
  lastOrderAt: ({ lastOrderTime }) => (lastOrderTime === undefined ? null : toDate(lastOrderTime)),
};

export const preferences: PreferencesResolvers = {
  currency: ({ currencyCode }) => required(parseCurrency(currencyCode), "a supported currency"),
};

export const address: AddressResolvers = {
  line2: ({ line2 }) => line2 ?? null,
  region: ({ region }) => region ?? null,
};

export const session: SessionResolvers = {
  createdAt: ({ createTime }) => toDate(createTime),
  lastSeenAt: ({ lastSeenTime }) => toDate(lastSeenTime),
  userAgent: ({ userAgent }) => userAgent ?? null,
};

export const securityEvent: SecurityEventResolvers = {
  account: async ({ userId }, _args, { loaders }) =>
    userId === "" ? null : ((await loaders.user.load(userId)) ?? null),
  subject: ({ subject }) => subject || null,
  detail: ({ detailJson }) => (detailJson === "" ? null : JSON.parse(detailJson)),
  at: ({ time }) => toDate(time),
};

export const apiToken: ApiTokenResolvers = {
  scopes: ({ scopes }) => scopes.map((scope) => scopeNameOf(scope)),
  createdBy: async ({ createdBy }, _args, { loaders }) => (await loaders.user.load(createdBy)) ?? null,
  createdAt: ({ createTime }) => toDate(createTime),
  expiresAt: ({ expireTime }) => toDate(expireTime),
  lastUsedAt: ({ lastUsedTime }) => (lastUsedTime === undefined ? null : toDate(lastUsedTime)),
  revokedAt: ({ revokeTime }) => (revokeTime === undefined ? null : toDate(revokeTime)),
};

function rolesOf(roles: readonly Role[]): RoleName[] {
  return roles.flatMap((role) => parseRole(Role[role]) ?? []);
}

/** The names of the API are those of the contract. A permission that the API lacks does not compile. */
function permissionNameOf(permission: ReturnType<typeof permissionsOf>[number]): StaffPermission {
  return Permission[permission] as PermissionName;
}

function scopeNameOf(scope: Scope): ApiScope {
  const name = Scope[scope];
  if (name === undefined || name === "UNSPECIFIED") throw new Error(`unknown scope ${scope}`);
  return name as ApiScope;
}
