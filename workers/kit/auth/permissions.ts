import { Permission, Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { forbidden, unauthenticated } from "../errors/failure.ts";
import type { Identity, Partner, Role } from "./identity.ts";

/** The one table of who may do what. What a signed-in caller may do with their own data is checked where the data is. */
const granted: Readonly<Record<Role, readonly Permission[]>> = {
  GUEST: [],
  CUSTOMER: [],
  SUPPORT: [Permission.ORDER_READ_ANY, Permission.ORDER_WRITE_ANY, Permission.ACCOUNT_READ_ANY],
  CATALOG_MANAGER: [Permission.CATALOG_WRITE, Permission.STOCK_WRITE],
  ADMIN: [
    Permission.CATALOG_WRITE,
    Permission.STOCK_WRITE,
    Permission.ORDER_READ_ANY,
    Permission.ORDER_WRITE_ANY,
    Permission.ACCOUNT_READ_ANY,
    Permission.ACCOUNT_WRITE_ANY,
    Permission.AUDIT_READ,
    Permission.API_TOKENS,
  ],
};

/** What a scope stands for where a method asks whose data it may touch. */
const grantedByScope: Readonly<Record<Scope, readonly Permission[]>> = {
  [Scope.UNSPECIFIED]: [],
  [Scope.CATALOG_READ]: [],
  [Scope.CATALOG_WRITE]: [Permission.CATALOG_WRITE],
  [Scope.STOCK_WRITE]: [Permission.STOCK_WRITE],
  [Scope.ORDER_READ]: [Permission.ORDER_READ_ANY],
  [Scope.ORDER_FULFIL]: [Permission.ORDER_WRITE_ANY],
  [Scope.ORDER_REFUND]: [Permission.ORDER_WRITE_ANY],
  [Scope.STOREFRONT]: [],
};

export function hasPermission(identity: Identity, permission: Permission): boolean {
  const { partner } = identity;
  if (partner !== undefined) return partner.scopes.some((scope) => grantedByScope[scope].includes(permission));
  switch (permission) {
    case Permission.PUBLIC:
      return true;
    case Permission.SIGNED_IN:
      return identity.accountId !== undefined;
    case Permission.INTERNAL:
      return identity.service !== undefined;
    default:
      return identity.roles.some((role) => granted[role].includes(permission));
  }
}

/** What a caller needs for one method. */
export interface RequiredPermission {
  readonly permission: Permission;
  /** Of a partner, who gets nothing without it. */
  readonly scope: Scope;
}

/** Lets a caller of a method in. A partner is let in by the method's scope alone, whatever its token is for besides. */
export function requireAccess(identity: Identity, { permission, scope }: RequiredPermission): void {
  if (identity.partner === undefined) requirePermission(identity, permission);
  else requireScope(identity.partner, scope);
}

export function requireScope({ scopes }: Partner, scope: Scope): void {
  if (scope === Scope.UNSPECIFIED || !scopes.includes(scope)) throw forbidden("this API token is not for that");
}

/** Throws UNAUTHENTICATED where signing in may help, FORBIDDEN where it would not. */
export function requirePermission(identity: Identity, permission: Permission): void {
  if (hasPermission(identity, permission)) return;
  if (identity.accountId === undefined) throw unauthenticated("sign in first");
  throw forbidden("this account may not do that");
}
