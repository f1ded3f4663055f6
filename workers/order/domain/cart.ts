import type { CurrencyCode } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { Command, Rejection, UserCommand } from "./commands.ts";
import { uniqueCouponCodes } from "./coupon-codes.ts";
import type { OrderEvent } from "./events.ts";
import { evolveDecided } from "./evolve.ts";
import { maxCartAdditions, maxCartChanges, maxLines, maxUnits } from "./limits.ts";
import type { CartAddition, CartLine } from "./model.ts";
import type { OrderState } from "./order.ts";
import { cartPlaced } from "./transitions.ts";

const changeTypes = ["setCartLine", "changeCartLines", "setCartCouponCodes", "setCartCurrency"] as const;

/** A change of a cart by its buyer. */
export type CartChange = Extract<UserCommand, { type: (typeof changeTypes)[number] }>;
type CartCommand = CartChange | Extract<UserCommand, { type: "createCart" }>;

export function isCartChange(command: Command): command is CartChange {
  return changeTypes.some((type) => type === command.type);
}

/** The cart can be changed by the same command with `reopens`. No client receives this reason. */
export const cartRejected: Rejection = {
  reason: "CART_REJECTED",
  message: "The placement of the cart was rejected",
  field: ["cartId"],
};

/** Creates a cart, or changes its lines, coupon codes or currency. */
export function decideCart(command: CartCommand, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (command.type !== "createCart") {
    const decided = state.status === "REJECTED" ? reopen(command, state) : change(command, state);
    return decided.ok && decided.value.length > 0 && hasTooManyChanges(state) ? tooManyChanges : decided;
  }
  const { orderId, accountId, currency } = command;
  return ok([{ type: "CartCreated", orderId, accountId, currency }]);
}

/** Returns whether the cart had the maximum of changes. The first event of a cart is none. */
function hasTooManyChanges({ sequence }: OrderState): boolean {
  return sequence > maxCartChanges;
}

const tooManyChanges = err({
  reason: "TOO_MANY_CHANGES",
  message: `At most ${maxCartChanges} changes per cart. Place the cart, or create a new one.`,
  field: ["cartId"],
});

/** Makes a rejected order a cart again, and changes it. An order that was placed from lines is no cart. */
function reopen(command: CartChange, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (!state.isFromCart) return err(cartPlaced);
  const changed = change(command, state);
  if (!changed.ok) return changed;
  if (command.reopens === undefined) return err(cartRejected);
  return ok([{ type: "CartReopened" }, ...changed.value]);
}

function change(command: CartChange, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  switch (command.type) {
    case "setCartLine":
      return setLine(command, state);
    case "changeCartLines":
      return changeLines(command, state);
    case "setCartCouponCodes":
      return setCouponCodes(command, state);
    case "setCartCurrency":
      return setCurrency(command, state);
  }
}

type Change<T extends CartChange["type"]> = Extract<CartChange, { type: T }>;

function setCouponCodes(
  command: Change<"setCartCouponCodes">,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  const couponCodes = uniqueCouponCodes(command.couponCodes);
  const isSame =
    couponCodes.length === state.couponCodes.length &&
    couponCodes.every((code, index) => code === state.couponCodes[index]);
  return ok(isSame ? [] : [{ type: "CartCouponCodesSet", couponCodes }]);
}

/** Sets the currency and the prices of all lines, or nothing if a line has no price in it. */
function setCurrency(
  { currency, quotes }: Change<"setCartCurrency">,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  if (state.chosenCurrency === currency) return ok([]);
  const findQuote = indexBySku(quotes);
  const lines: CartLine[] = [];
  for (const line of state.lines) {
    const unitPrice = findQuote(line.sku)?.unitPrice;
    if (unitPrice?.currency !== currency) return err(notSoldIn(currency, line.sku, "currency"));
    lines.push({ ...line, unitPrice });
  }
  return ok([{ type: "CartCurrencySet", currency, lines }]);
}

function notSoldIn(currency: CurrencyCode, sku: string, field: string): Rejection {
  return { reason: "NOT_SOLD_IN_CURRENCY", message: `SKU ${sku} is not sold in ${currency}`, field: [field] };
}

export type ChangeCartLines = Change<"changeCartLines">;

/** Returns whether units were added with this key before. Fails when that request was another one. */
export function findAddition(
  { additions = [] }: OrderState,
  { key, requestHash }: CartAddition,
): Result<boolean, Rejection> {
  const earlier = additions.find((addition) => addition.key === key);
  if (earlier === undefined) return ok(false);
  if (earlier.requestHash === requestHash) return ok(true);
  const message = "This idempotency key was used with a different request";
  return err({ reason: "IDEMPOTENCY_KEY_REUSED", message, field: ["idempotencyKey"] });
}

/** Changes several lines. Fails if one is refused, unless the command skips such lines. */
function changeLines(command: ChangeCartLines, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const { addition } = command;
  const repeated = addition === undefined ? ok(false) : findAddition(state, addition);
  if (!repeated.ok) return repeated;
  if (repeated.value) return ok([]);
  const { events, refusals } = applyLines(command, state);
  const [refusal] = refusals;
  return refusal === undefined || command.skipsRefused === true ? ok(events) : err(refusal);
}

/** Returns why lines are refused. The field of each refusal has the index of its line. */
export function findRefusals(command: ChangeCartLines, state: OrderState): readonly Rejection[] {
  return applyLines(command, state).refusals;
}

/** Changes the lines one after the other. */
function applyLines({ addition, lines, quotes }: ChangeCartLines, state: OrderState) {
  const additions = addition === undefined ? [] : [...(state.additions ?? []), addition].slice(-maxCartAdditions);
  const events: OrderEvent[] = additions.length === 0 ? [] : [{ type: "CartAdditionsRecorded", additions }];
  const refusals: Rejection[] = [];
  const findQuote = indexBySku(quotes);
  let cart = evolveDecided(state, events);
  for (const [index, { sku, quantity }] of lines.entries()) {
    const quote = findQuote(sku);
    const current = cart.lines.find((line) => line.sku === quote?.sku);
    const line = { sku, quantity: quantity + (addition === undefined ? 0 : (current?.quantity ?? 0)) };
    const changed = setLine({ line, ...(quote === undefined ? {} : { quote }) }, cart);
    if (changed.ok) {
      events.push(...changed.value);
      cart = evolveDecided(cart, changed.value);
    } else {
      refusals.push({ ...changed.error, field: ["lines", String(index), ...changed.error.field] });
    }
  }
  return { events, refusals };
}

function setLine(
  { line, quote }: Pick<Change<"setCartLine">, "line" | "quote">,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  if (line.quantity === 0) {
    const removed = indexBySku(state.lines)(line.sku);
    return ok(removed === undefined ? [] : [{ type: "CartLineRemoved", sku: removed.sku }]);
  }
  if (line.quantity > maxUnits) {
    return err({ reason: "INVALID_QUANTITY", message: `At most ${maxUnits} units per SKU`, field: ["quantity"] });
  }
  if (quote === undefined) {
    return err({ reason: "UNKNOWN_SKU", message: `SKU ${line.sku} is not on sale`, field: ["sku"] });
  }
  const otherLines = state.lines.filter(({ sku }) => sku !== quote.sku);
  if (otherLines.length >= maxLines) {
    return err({ reason: "TOO_MANY_LINES", message: `At most ${maxLines} lines per order`, field: ["sku"] });
  }
  const { chosenCurrency = quote.unitPrice.currency } = state;
  if (chosenCurrency !== quote.unitPrice.currency) return err(notSoldIn(chosenCurrency, quote.sku, "sku"));
  const currency = otherLines[0]?.unitPrice.currency;
  if (currency !== undefined && currency !== quote.unitPrice.currency) {
    return err({ reason: "MIXED_CURRENCIES", message: `The cart's currency is ${currency}`, field: ["sku"] });
  }
  const current = state.lines.find(({ sku }) => sku === quote.sku);
  const addedAt = current === undefined ? state.sequence + 1 : (current.addedAt ?? 0);
  return ok([{ type: "CartLineSet", line: { ...quote, quantity: line.quantity }, addedAt }]);
}
