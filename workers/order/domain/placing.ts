import { isSameMoney } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { LineInput, Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { maxLines, maxPlacements } from "./limits.ts";
import type { Customer, OrderLine, OrderRejection, PriceContext } from "./model.ts";
import type { OrderState } from "./order.ts";
import { toOrderNumber } from "./order-number.ts";
import type { Pricing } from "./pricing/model.ts";
import { type PriceQuote, type QuoteProblem, type QuoteRequest, quoteOrder } from "./pricing/quote.ts";
import { toTerms } from "./terms.ts";
import { cartPlaced } from "./transitions.ts";

type PlaceOrder = Extract<UserCommand, { type: "placeOrder" }>;

/**
 * Places an order from lines, or from its own cart. A cart whose placement was rejected is that cart again first.
 */
export function decidePlacing(command: PlaceOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const isAgain = state.status === "REJECTED";
  if (isAgain && !state.isFromCart) return err(cartPlaced);
  if (state.attempt >= maxPlacements) return err(tooManyPlacements);
  const placed = place(command, state);
  return placed.ok && isAgain ? ok([{ type: "CartReopened" }, ...placed.value]) : placed;
}

const tooManyPlacements: Rejection = {
  reason: "TOO_MANY_CHANGES",
  message: `At most ${maxPlacements} placements per cart. Create a new one.`,
  field: ["cartId"],
};

/** When the total is not the one that the client expected, the order is placed and rejected in one step. */
function place(command: PlaceOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const inputs = command.lines ?? state.lines;
  const rejected = rejectLineCount(inputs, command);
  if (rejected !== undefined) return err(rejected);
  const { quote, customer, expectedTotal, isReverseCharge, type: _, lines: __, currency: ___, ...rest } = command;
  const couponCodes = command.couponCodes ?? (command.lines === undefined ? state.couponCodes : []);
  if (!isQuoteOf(quote, inputs, couponCodes)) return err(cartChanged);
  const { currency } = quote;
  if (expectedTotal !== undefined && expectedTotal.currency !== currency) {
    const message = `The order's currency is ${currency}`;
    return err({ reason: "CURRENCY_MISMATCH", message, field: ["expectedTotal", "currency"] });
  }
  const { pricing, problems } = quoteOrder(quote, toQuoteRequest(command, inputs));
  const problem = problems[0] ?? findEmailProblem(quote, pricing, customer);
  if (problem !== undefined) return err(toRejection(problem, command));

  const lines = toOrderLines(quote);
  const placed = {
    ...rest,
    type: "OrderPlaced",
    number: toOrderNumber(command.orderId),
    currency,
    lines,
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
    marketId: quote.marketId,
    ...(couponCodes.length === 0 ? {} : { couponCodes }),
    ...(quote.hasBasePricesOnly ? {} : { priceContext: toPriceContext(command) }),
    terms: toTerms(quote, pricing, isReverseCharge === true),
    pricing,
  } as const;
  if (expectedTotal !== undefined && !isSameMoney(expectedTotal, { amountMinor: pricing.total, currency })) {
    const rejection = priceChangedRejection(lines);
    return ok([
      { ...placed, proceed: false },
      { type: "OrderRejected", rejection },
    ]);
  }
  return ok([{ ...placed, proceed: true }]);
}

/** No client receives this reason, unless its cart changes with every attempt. */
const cartChanged: Rejection = {
  reason: "CART_CHANGED",
  message: "The cart is being changed. Retry later.",
  field: ["cartId"],
};

/** Returns whether the quote is for these lines and codes. It is not when the cart was changed after it was read. */
function isQuoteOf(quote: PriceQuote, inputs: readonly LineInput[], couponCodes: readonly string[]): boolean {
  if (quote.couponCodes.map(({ code }) => code).join() !== couponCodes.join()) return false;
  const findLine = indexBySku(quote.lines);
  const units = new Map(quote.lines.map(({ sku }) => [sku, 0]));
  for (const { sku, quantity } of inputs) {
    const line = findLine(sku);
    // A line that is not sold is a problem of the quote.
    if (line !== undefined) units.set(line.sku, (units.get(line.sku) ?? 0) + quantity);
  }
  return quote.lines.every(({ sku, quantity }) => units.get(sku) === quantity);
}

/** Returns what the quote of an order is computed from. */
export function toQuoteRequest(
  command: Pick<PlaceOrder, "shippingMethod" | "currency" | "customer" | "isReverseCharge">,
  lines: readonly LineInput[],
): QuoteRequest {
  const { shippingMethod, currency, customer, isReverseCharge } = command;
  return {
    lines,
    hasDestination: true,
    isReverseCharge: isReverseCharge === true,
    isFirstOrder: customer.isFirstOrder,
    ...(shippingMethod === undefined ? {} : { shippingMethod }),
    ...(currency === undefined ? {} : { currency }),
  };
}

/** Returns the problem of a guest without an email address whose uses of a promotion are limited. */
function findEmailProblem({ candidates }: PriceQuote, pricing: Pricing, { keys }: Customer): QuoteProblem | undefined {
  const applied = new Set(pricing.discounts.map(({ promotionId }) => promotionId));
  const isLimited = candidates.some(
    ({ promotionId, isLimitedPerCustomer }) => isLimitedPerCustomer === true && applied.has(promotionId),
  );
  if (!isLimited || keys.length > 0) return undefined;
  const message = "A promotion limits its use per customer. An email address is required.";
  return { code: "EMAIL_REQUIRED", message, field: ["email"] };
}

/** The lines of a cart are no part of the request. */
function toRejection({ code, message, field }: QuoteProblem, command: PlaceOrder): Rejection {
  const [first, ...rest] = field;
  if (first === "lines" && command.lines === undefined) return { reason: code, message, field: ["cartId"] };
  return { reason: code, message, field: first === "destination" ? ["shippingAddress", ...rest] : field };
}

function toOrderLines({ lines, currency }: PriceQuote): readonly OrderLine[] {
  return lines.map(({ sku, name, productId, quantity, unitPrice, compareAtUnitPrice }) => ({
    sku,
    name,
    productId,
    quantity,
    unitPrice: { amountMinor: unitPrice, currency },
    ...(compareAtUnitPrice === undefined ? {} : { compareAtUnitPrice: { amountMinor: compareAtUnitPrice, currency } }),
  }));
}

function toPriceContext({ shippingAddress, customer }: PlaceOrder): PriceContext {
  const { groupIds, keys, isFirstOrder } = customer;
  return {
    countryCode: shippingAddress.countryCode,
    customerGroupIds: groupIds,
    customerKeys: keys,
    isFirstOrder,
  };
}

function rejectLineCount(inputs: readonly LineInput[], command: PlaceOrder): Rejection | undefined {
  if (inputs.length === 0) {
    const field = [command.lines === undefined ? "cartId" : "lines"];
    return { reason: "NO_LINES", message: "An order needs at least one line", field };
  }
  if (inputs.length > maxLines) {
    const field = [command.lines === undefined ? "cartId" : "lines"];
    return { reason: "TOO_MANY_LINES", message: `At most ${maxLines} lines per order`, field };
  }
  return undefined;
}

/** Returns the rejection of an order whose total differs from the total that the client expected. */
export function priceChangedRejection(lines: readonly OrderLine[]): OrderRejection {
  return {
    code: "PRICE_CHANGED",
    message: "The total differs from the expected total",
    skus: lines.map((line) => line.sku),
  };
}
