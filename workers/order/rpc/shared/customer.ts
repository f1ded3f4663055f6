import { AccountService } from "../../../../proto/gen/account/v1/account_pb.js";
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

/**
 * Returns the keys that uses of promotions are counted for: the account, the contact email of the order and the address of the
 * account. So an account and a guest with one address count as one customer. Addresses are hashed, and the one of the account
 * is read, only if a promotion of the quote limits its uses per customer.
 */
export async function getCustomerKeys(
  ctx: OrderContext,
  email: string | undefined,
  { candidates }: PriceQuote,
): Promise<readonly string[]> {
  const { keys } = getCustomer(ctx);
  if (!candidates.some(({ isLimitedPerCustomer }) => isLimitedPerCustomer === true)) return keys;
  const addresses = [email, await getAccountEmail(ctx, keys)].filter((address) => address !== undefined);
  const hashes = await Promise.all(addresses.map((address) => ctx.hashCustomerEmail(address)));
  return [...new Set([...keys, ...hashes.flat()])];
}

/** Returns the email address of the first account. Undefined when there is no account, or when it has no address. */
export async function getAccountEmail(ctx: OrderContext, [accountId]: readonly string[]): Promise<string | undefined> {
  if (accountId === undefined) return undefined;
  const account = await ctx.account();
  const { email } = await account(AccountService.method.getContactEmail, { accountId });
  return email === "" ? undefined : email;
}

/**
 * Returns whether the account has no confirmed order, and for a guest whether no order with the contact email is confirmed.
 * Reads the database only if a promotion of the quote depends on it.
 */
export async function isFirstOrder(
  ctx: OrderContext,
  contactEmail: string | undefined,
  { candidates }: PriceQuote,
): Promise<boolean> {
  const { accountId } = ctx.identity;
  const email = getCustomer(ctx).keys.length > 0 ? undefined : contactEmail;
  const matters = candidates.some(({ isFirstOrderOnly }) => isFirstOrderOnly === true);
  return !matters || accountId === undefined || !(await hasConfirmedOrder(ctx.db, { accountId, email }));
}
