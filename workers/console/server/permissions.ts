/** What a member of staff may do. The API enforces it; pages leave out what is not allowed. */
export type StaffPermission =
  | "CATALOG_WRITE"
  | "STOCK_WRITE"
  | "PRICING_WRITE"
  | "PROMOTION_READ"
  | "MARKET_WRITE"
  | "CUSTOMER_GROUP_WRITE"
  | "ORDER_READ_ANY"
  | "ORDER_WRITE_ANY"
  | "ACCOUNT_READ_ANY"
  | "ACCOUNT_WRITE_ANY"
  | "AUDIT_READ"
  | "API_TOKENS";

const support: readonly StaffPermission[] = [
  "ORDER_READ_ANY",
  "ORDER_WRITE_ANY",
  "ACCOUNT_READ_ANY",
  "CUSTOMER_GROUP_WRITE",
  "PROMOTION_READ",
];
const catalogManager: readonly StaffPermission[] = [
  "CATALOG_WRITE",
  "STOCK_WRITE",
  "PRICING_WRITE",
  "PROMOTION_READ",
  "CUSTOMER_GROUP_WRITE",
];
const admin: readonly StaffPermission[] = ["MARKET_WRITE", "ACCOUNT_WRITE_ANY", "AUDIT_READ", "API_TOKENS"];

const permissionsByRole: Readonly<Record<string, readonly StaffPermission[]>> = {
  SUPPORT: support,
  CATALOG_MANAGER: catalogManager,
  ADMIN: [...support, ...catalogManager, ...admin],
};

/** Returns what roles allow. Empty for customers and guests. */
export function toPermissions(roles: readonly string[]): ReadonlySet<StaffPermission> {
  return new Set(roles.flatMap((role) => permissionsByRole[role] ?? []));
}
