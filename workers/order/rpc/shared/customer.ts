import type { OrderContext } from "../../context.ts";

/** What the prices of an order depend on besides its goods: whose order it is. */
interface PricedCustomer {
  readonly groupIds: readonly string[];
  /** Keys by which uses of promotions are counted. */
  readonly keys: readonly string[];
}

/** Returns whose prices and promotions the caller has. A guest's account says nothing about the person. */
export function getCustomer({ identity: { accountId, roles, customerGroupIds } }: OrderContext): PricedCustomer {
  const isKnown = accountId !== undefined && !roles.includes("GUEST");
  return isKnown ? { groupIds: customerGroupIds ?? [], keys: [accountId] } : { groupIds: [], keys: [] };
}
