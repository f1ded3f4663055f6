import { maxCouponCodes } from "../../kit/domain/limits.ts";
import { ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import { uniqueCouponCodes } from "./coupon-codes.ts";
import type { OrderEvent } from "./events.ts";
import { maxCartChanges, maxLines, maxUnits } from "./limits.ts";
import type { CartLine } from "./model.ts";
import type { OrderState } from "./order.ts";

type MergeCommand = Extract<UserCommand, { type: "startCartMerge" | "mergeCart" | "endCartMerge" }>;
type MergeCart = Extract<MergeCommand, { type: "mergeCart" }>;

export const cartMerged: Rejection = {
  reason: "CART_MERGED",
  message: "The cart was merged into the cart of the account",
  field: ["cartId"],
};

/**
 * Moves the lines of a guest's cart to the cart of an account, in three steps, each of which can be repeated: the guest's
 * cart records the destination and accepts no more changes; the destination adds the lines and records which; the guest's
 * cart removes those lines. It is cancelled if none remains.
 */
export function decideMerge(command: MergeCommand, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const isRejected = state.status === "REJECTED";
  if (isRejected && !state.isFromCart) return ok([]);
  const events = decideStep(command, state, isRejected ? 1 : 0);
  return ok(isRejected && events.length > 0 ? [{ type: "CartReopened" }, ...events] : events);
}

/** `offset` is the number of events that come before those of the step. */
function decideStep(command: MergeCommand, state: OrderState, offset: number): readonly OrderEvent[] {
  switch (command.type) {
    case "startCartMerge":
      return state.merge === undefined ? [{ type: "CartMergeStarted", into: command.into }] : [];
    case "mergeCart": {
      const isOwn = state.accountId === command.accountId && state.erased !== true && state.merge === undefined;
      return isOwn && state.mergedCarts?.[command.from] === undefined ? addLines(command, state, offset) : [];
    }
    case "endCartMerge": {
      const { into, skus } = command;
      if (state.merge?.into !== into) return [];
      const isWhole = state.lines.every(({ sku }) => skus.includes(sku));
      const ended = { type: "CartMergeEnded", into, skus, isWhole } as const;
      return isWhole ? [ended, { type: "OrderCancelled" }] : [ended];
    }
  }
}

/**
 * Adds the lines for which the cart has room, in its currency. The units of one SKU add up, to the maximum at most. Adds the
 * coupon codes after those of the cart, to the maximum at most.
 */
function addLines(command: MergeCart, state: OrderState, offset: number): readonly OrderEvent[] {
  const { from } = command;
  const isFull = state.sequence > maxCartChanges;
  const events: OrderEvent[] = isFull ? [] : [...takeCurrency(command, state), ...addCouponCodes(command, state)];
  const skus: string[] = [];
  let cart: readonly CartLine[] = state.lines;
  const { chosenCurrency } = state;
  for (const { addedAt: _, ...line } of isFull ? [] : command.lines) {
    const current = indexBySku(cart)(line.sku);
    const currency = chosenCurrency ?? cart[0]?.unitPrice.currency ?? line.unitPrice.currency;
    if (line.unitPrice.currency !== currency || (current === undefined && cart.length >= maxLines)) continue;
    const sku = current?.sku ?? line.sku;
    const quantity = Math.min(line.quantity + (current?.quantity ?? 0), maxUnits);
    const addedAt = current === undefined ? state.sequence + offset + events.length + 1 : (current.addedAt ?? 0);
    const added = { ...line, sku, quantity };
    cart = [...cart.filter((other) => other !== current), added];
    events.push({ type: "CartLineSet", line: added, addedAt });
    skus.push(line.sku);
  }
  return [...events, { type: "CartMerged", from, skus }];
}

/** An empty cart without a currency of its own takes the currency that the guest chose. */
function takeCurrency({ currency }: MergeCart, { lines, chosenCurrency }: OrderState): readonly OrderEvent[] {
  if (currency === undefined || chosenCurrency !== undefined || lines.length > 0) return [];
  return [{ type: "CartCurrencySet", currency, lines: [] }];
}

function addCouponCodes(command: MergeCart, state: OrderState): readonly OrderEvent[] {
  const couponCodes = uniqueCouponCodes([...state.couponCodes, ...command.couponCodes]).slice(0, maxCouponCodes);
  return couponCodes.length === state.couponCodes.length ? [] : [{ type: "CartCouponCodesSet", couponCodes }];
}
