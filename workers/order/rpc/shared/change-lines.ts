import { ok, type Result } from "../../../kit/domain/result.ts";
import type { OrderContext } from "../../context.ts";
import type { LineInput, Rejection } from "../../domain/commands.ts";
import type { CartAddition } from "../../domain/model.ts";
import { currencyOfCart, type OrderState } from "../../domain/order.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { requireAccount } from "./access.ts";
import { changeCart, getOwnCart } from "./change-cart.ts";
import { getLineQuotes } from "./line-quotes.ts";
import { hashRequest } from "./validation.ts";

/** The cart has another currency than the price of a SKU. */
const otherCurrency: readonly string[] = ["MIXED_CURRENCIES", "NOT_SOLD_IN_CURRENCY"];

interface LineChanges {
  readonly lines: readonly LineInput[];
  /** Present when the quantities are added to those of the cart. */
  readonly addition?: CartAddition;
  readonly marketSlug: string | undefined;
}

/**
 * Changes lines of a cart with prices in its currency. A cart without a currency gets that of the market, or of the base prices without
 * a market.
 */
export async function changeLines(
  ctx: OrderContext,
  cartId: string,
  { marketSlug, ...changes }: LineChanges,
): Promise<Result<OrderView, Rejection>> {
  const accountId = requireAccount(ctx);
  const lines = changes.lines.filter(({ quantity }) => quantity > 0);
  const change = async (currency: OrderState["currency"] | undefined) => {
    const quotes = await getLineQuotes(ctx, { lines, currency, marketSlug });
    return changeCart(ctx, cartId, { type: "changeCartLines", accountId, ...changes, quotes });
  };
  // Without a market, the base prices are tried first. Most carts have them, and need no read.
  const known = marketSlug === undefined ? undefined : currencyOfCart((await getOwnCart(ctx, cartId)).state);
  const changed = await change(known);
  if (changed.ok) return marketSlug === undefined || known !== undefined ? changed : keepCurrency(ctx, changed.value);
  if (!otherCurrency.includes(changed.error.reason)) return changed;
  return change((await getOwnCart(ctx, cartId)).state.currency);
}

/** Makes the currency of the first line that of the cart. Otherwise a request without a market would price the line in another one. */
async function keepCurrency(ctx: OrderContext, cart: OrderView): Promise<Result<OrderView, Rejection>> {
  const { id, currency, lines } = cart.state;
  if (lines.length === 0) return ok(cart);
  const command = { type: "setCartCurrency", accountId: requireAccount(ctx), currency, quotes: lines } as const;
  const changed = await changeCart(ctx, id, command);
  // Another request has changed the cart since, and decides.
  return changed.ok ? changed : ok(cart);
}

/** Returns the addition of a request. Its JSON is hashed and stored, so it must not change between releases. */
export async function toAddition(idempotencyKey: string, request: unknown): Promise<CartAddition> {
  return { key: await hashRequest(idempotencyKey), requestHash: await hashRequest(request) };
}

/** Returns the rejection with the field of a request that has one line. */
export function atLine({ field, ...rejection }: Rejection): Rejection {
  return { ...rejection, field: field[0] === "lines" ? field.slice(2) : field };
}
