import { Permission, Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { forbidden, unauthenticated } from "../errors/failure.ts";
import { requireFresh } from "./fresh-authentication.ts";
import type { Identity, Partner, Role } from "./identity.ts";

/** A permission beyond the caller's own data. */
type StaffPermission = Exclude<
  Permission,
  Permission.UNSPECIFIED | Permission.PUBLIC | Permission.SIGNED_IN | Permission.INTERNAL
>;

/** The permissions of each role. Each service checks itself that a signed-in caller accesses only their own data. */
const permissionsByRole: Readonly<Record<Role, readonly StaffPermission[]>> = {
  GUEST: [],
  CUSTOMER: [],
  SUPPORT: [
    Permission.ORDER_READ_ANY,
    Permission.ORDER_WRITE_ANY,
    Permission.ACCOUNT_READ_ANY,
    Permission.CUSTOMER_GROUP_WRITE,
    Permission.PROMOTION_READ,
  ],
  CATALOG_MANAGER: [
    Permission.CATALOG_WRITE,
    Permission.STOCK_WRITE,
    Permission.PRICING_WRITE,
    Permission.PROMOTION_READ,
    Permission.CUSTOMER_GROUP_WRITE,
  ],
  ADMIN: [
    Permission.CATALOG_WRITE,
    Permission.STOCK_WRITE,
    Permission.PRICING_WRITE,
    Permission.PROMOTION_READ,
    Permission.MARKET_WRITE,
    Permission.CUSTOMER_GROUP_WRITE,
    Permission.ORDER_READ_ANY,
    Permission.ORDER_WRITE_ANY,
    Permission.ACCOUNT_READ_ANY,
    Permission.ACCOUNT_WRITE_ANY,
    Permission.AUDIT_READ,
    Permission.API_TOKENS,
  ],
};

/** The permissions that a scope implies, for methods that check which accounts' data the caller may access. */
const permissionsByScope: Readonly<Record<Scope, readonly Permission[]>> = {
  [Scope.UNSPECIFIED]: [],
  [Scope.CATALOG_READ]: [],
  [Scope.CATALOG_WRITE]: [Permission.CATALOG_WRITE],
  [Scope.STOCK_WRITE]: [Permission.STOCK_WRITE],
  [Scope.ORDER_READ]: [Permission.ORDER_READ_ANY],
  [Scope.ORDER_FULFIL]: [Permission.ORDER_WRITE_ANY],
  [Scope.ORDER_REFUND]: [Permission.ORDER_WRITE_ANY],
  [Scope.STOREFRONT]: [],
  [Scope.PRICING_WRITE]: [Permission.PRICING_WRITE, Permission.PROMOTION_READ, Permission.MARKET_WRITE],
};

/** Returns the permissions that the roles grant, each once, in the order of the contract. */
export function permissionsOf(roles: readonly Role[]): StaffPermission[] {
  return [...new Set(roles.flatMap((role) => permissionsByRole[role]))].sort((a, b) => a - b);
}

/** Returns whether one of the caller's roles has a permission beyond the caller's own data. */
export function isStaff({ roles }: Identity): boolean {
  return roles.some((role) => permissionsByRole[role].length > 0);
}

export function hasPermission(identity: Identity, permission: Permission): boolean {
  const { partner } = identity;
  if (partner !== undefined) return partner.scopes.some((scope) => permissionsByScope[scope].includes(permission));
  switch (permission) {
    case Permission.PUBLIC:
      return true;
    case Permission.SIGNED_IN:
      return identity.accountId !== undefined;
    case Permission.INTERNAL:
      return identity.service !== undefined;
    default:
      return identity.roles.some((role) => permissionsByRole[role].some((granted) => granted === permission));
  }
}

/** The access rule of one method. */
export interface RequiredPermission {
  readonly permission: Permission;
  /** Required of partners. Without one, the method is not available to partners. */
  readonly scope: Scope;
  /** Whether users need a fresh proof of their password. Partners have no password. */
  readonly fresh: boolean;
}

/**
 * Checks the access rule of a method. For a partner, only the method's scope counts. Throws as `requirePermission`, and
 * REAUTHENTICATION_REQUIRED as `requireFresh`.
 */
export function requireAccess(identity: Identity, { permission, scope, fresh }: RequiredPermission, now: number): void {
  if (identity.partner !== undefined) {
    requireScope(identity.partner, scope);
    return;
  }
  requirePermission(identity, permission);
  if (fresh) requireFresh(identity, now);
}

export function requireScope({ scopes }: Partner, scope: Scope): void {
  if (scope === Scope.UNSPECIFIED || !scopes.includes(scope))
    throw forbidden("This API token does not have the required scope");
}

/** Throws UNAUTHENTICATED for an anonymous caller, FORBIDDEN for a caller without the permission. */
export function requirePermission(identity: Identity, permission: Permission): void {
  if (hasPermission(identity, permission)) return;
  if (identity.accountId === undefined) throw unauthenticated("Sign in first");
  throw forbidden("This account does not have the required permission");
}
