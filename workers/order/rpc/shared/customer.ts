import type { OrderContext } from "../../context.ts";
import type { Customer } from "../../domain/model.ts";
import type { PriceQuote } from "../../domain/pricing/quote.ts";
import { hasConfirmedOrder } from "../../store/order-lists.ts";

/** Returns whose prices and promotions the caller has. A guest's account says nothing about the person. */
export function getCustomer({ identity }: OrderContext): Pick<Customer, "groupIds" | "keys"> {
  const { accountId, customerGroupIds = [], roles } = identity;
  const isKnown = accountId !== undefined && !roles.includes("GUEST");
  return isKnown ? { groupIds: customerGroupIds, keys: [accountId] } : { groupIds: [], keys: [] };
}

/** Returns whether the account has no confirmed order. Reads the database only if a promotion of the quote depends on it. */
export async function isFirstOrder(ctx: OrderContext, { candidates }: PriceQuote): Promise<boolean> {
  const { accountId } = ctx.identity;
  const matters = candidates.some(({ isFirstOrderOnly }) => isFirstOrderOnly === true);
  return !matters || accountId === undefined || !(await hasConfirmedOrder(ctx.db, accountId));
}
