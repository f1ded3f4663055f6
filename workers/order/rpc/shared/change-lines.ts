import type { Result } from "../../../kit/domain/result.ts";
import type { OrderContext } from "../../context.ts";
import type { LineInput, Rejection } from "../../domain/commands.ts";
import type { CartAddition } from "../../domain/model.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { requireAccount } from "./access.ts";
import { getQuotesInCurrency } from "./catalog-quotes.ts";
import { changeCart, getOwnCart } from "./change-cart.ts";
import { getPriceQuotes } from "./price-quotes.ts";
import { hashRequest } from "./validation.ts";

/** The cart has another currency than the base price of a SKU. */
export const otherCurrency: readonly string[] = ["MIXED_CURRENCIES", "NOT_SOLD_IN_CURRENCY"];

interface LineChanges {
  readonly lines: readonly LineInput[];
  /** Present when the quantities are added to those of the cart. */
  readonly addition?: CartAddition;
  readonly marketSlug: string | undefined;
}

/** Changes lines of a cart with base prices, or with prices in the currency of the cart if that is another one. */
export async function changeLines(
  ctx: OrderContext,
  cartId: string,
  { marketSlug, ...change }: LineChanges,
): Promise<Result<OrderView, Rejection>> {
  const command = { type: "changeCartLines", accountId: requireAccount(ctx), ...change } as const;
  const added = change.lines.filter(({ quantity }) => quantity > 0);
  const quotes = await getPriceQuotes(
    ctx,
    added.map(({ sku }) => sku),
  );
  const changed = await changeCart(ctx, cartId, { ...command, quotes });
  if (changed.ok || !otherCurrency.includes(changed.error.reason)) return changed;
  const { currency } = (await getOwnCart(ctx, cartId)).state;
  const inCurrency = await getQuotesInCurrency(ctx, { lines: added, currency, marketSlug });
  // A SKU without a price in the currency is refused because of its base price.
  const isFound = new Set(inCurrency.map(({ sku }) => sku));
  const rest = quotes.filter(({ sku }) => !isFound.has(sku));
  return changeCart(ctx, cartId, { ...command, quotes: [...inCurrency, ...rest] });
}

/** Returns the addition of a request. Its JSON is hashed and stored, so it must not change between releases. */
export async function toAddition(idempotencyKey: string, request: unknown): Promise<CartAddition> {
  return { key: await hashRequest(idempotencyKey), requestHash: await hashRequest(request) };
}

/** Returns the rejection with the field of a request that has one line. */
export function atLine({ field, ...rejection }: Rejection): Rejection {
  return { ...rejection, field: field[0] === "lines" ? field.slice(2) : field };
}
