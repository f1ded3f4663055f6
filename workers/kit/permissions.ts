import { Permission } from "../../proto/gen/common/v1/permission_pb.js";
import { forbidden, unauthenticated } from "./failure.ts";
import type { Identity, Role } from "./identity.ts";

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
  ],
};

export function isGranted(identity: Identity, permission: Permission): boolean {
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

/** Throws UNAUTHENTICATED where signing in may help, FORBIDDEN where it would not. */
export function requirePermission(identity: Identity, permission: Permission): void {
  if (isGranted(identity, permission)) return;
  if (identity.accountId === undefined) throw unauthenticated("sign in first");
  throw forbidden("this account may not do that");
}
