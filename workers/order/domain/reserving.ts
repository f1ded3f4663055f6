import { isSameMoney } from "../../kit/domain/money.ts";
import { findChargeProblem } from "../../kit/domain/payment-amounts.ts";
import type { OutcomeOf } from "./commands.ts";
import { cancelOrder, compensate, createOrder, rejectOrder } from "./compensation.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderLine, OrderRejection } from "./model.ts";
import { type OrderState, shouldProceed } from "./order.ts";
import { priceChangedRejection } from "./placing.ts";
import type { Pricing } from "./pricing/model.ts";
import { findPriceProblem } from "./pricing/quote.ts";
import { priceReserved } from "./terms.ts";

type Events = readonly OrderEvent[];

/**
 * The reservation fixes the price. The customer pays the prices that the catalog read in the transaction that reserved
 * the stock, with the promotions that it read there. The order is rejected when the total is not the expected one, and
 * without an expected total, when a coupon code no longer applies. Lines whose currency has changed cannot be added up: the
 * order keeps the price that it was placed with and is rejected. A total that the provider does not accept is rejected
 * before the payment.
 */
export function decideReserved(state: OrderState, { lines: reserved, candidates = [] }: OutcomeOf<"reserved">): Events {
  const { terms, pricing: placed, currency } = state;
  // An order that was placed has both.
  if (terms === undefined || placed === undefined) return [];
  const isPayable = reserved.every(({ unitPrice }) => unitPrice.currency === currency);
  const lines = isPayable ? reserved : state.lines;
  const repriced = isPayable ? keepProvidedTaxes(priceReserved(lines, candidates, currency, terms), placed) : undefined;
  const pricing = repriced ?? placed;
  const total = { amountMinor: pricing.total, currency };
  const rejection = repriced === undefined ? priceChangedRejection(lines) : findRejection(state, lines, pricing);
  const proceed = shouldProceed(state) && rejection === undefined;
  const event = { type: "StockReserved", lines, total, pricing, proceed } as const;
  if (proceed)
    return total.amountMinor === 0n ? [event, ...createOrder({ totals: { ...state.totals, total } })] : [event];
  if (!shouldProceed(state)) return [event, compensate(state, "CANCELLED", undefined)];
  return [event, compensate(state, "REJECTED", undefined, rejection)];
}

/**
 * Returns the price with the taxes of the provider. They were calculated when the order was placed, so the price before tax
 * must be the same. Returns undefined when it is not.
 */
function keepProvidedTaxes(repriced: Pricing, placed: Pricing): Pricing | undefined {
  if (placed.taxCalculation === undefined) return repriced;
  const taxable = ({ lines, shipping }: Pricing) =>
    [
      ...lines.map(({ sku, total, discountTotal }) => `${sku} ${total - discountTotal}`),
      shipping.price - shipping.discountTotal,
    ].join();
  return taxable(repriced) === taxable(placed) ? placed : undefined;
}

/** Returns why an order with these prices is rejected. */
function findRejection(
  { expectedTotal, pricing: placed }: OrderState,
  lines: readonly OrderLine[],
  pricing: Pricing,
): OrderRejection | undefined {
  const total = { amountMinor: pricing.total, currency: pricing.currency };
  if (expectedTotal !== undefined && !isSameMoney(expectedTotal, total)) return priceChangedRejection(lines);
  for (const { sku, unitPrice } of lines) {
    const problem = findPriceProblem(sku, unitPrice);
    if (problem !== undefined) return { ...problem, skus: [sku] };
  }
  const problem = findChargeProblem(total);
  if (problem !== undefined) return { ...problem, skus: [] };
  if (expectedTotal !== undefined) return undefined;
  // An order never costs more than its codes promised.
  const applied = new Set(pricing.discounts.map(({ promotionId }) => promotionId));
  const lost = placed?.discounts.find(({ promotionId, code }) => code !== undefined && !applied.has(promotionId));
  if (lost === undefined) return undefined;
  return { code: "COUPON_NOT_APPLICABLE", message: `Coupon code ${lost.code} does not apply to this order`, skus: [] };
}

export function decideCouponsExhausted(state: OrderState, { codes }: OutcomeOf<"couponsExhausted">): Events {
  if (!shouldProceed(state)) return cancelOrder(state);
  const message = `Coupon code ${codes.join(", ")} has been used as often as it can be`;
  return rejectOrder({ code: "COUPON_EXHAUSTED", message, skus: [] });
}

/** Before the order is rejected, unpaid orders of its account that hold the SKUs are cancelled, once. */
export function decideShort(state: OrderState, { skus, unpaid = [] }: OutcomeOf<"short">): Events {
  if (!shouldProceed(state)) return [{ type: "StockShort", skus }, ...cancelOrder(state)];
  if (state.shortage === undefined && unpaid.length > 0) return [{ type: "StockShort", skus, unpaid }];
  const rejection = { code: "OUT_OF_STOCK", message: `Out of stock: ${skus.join(", ")}`, skus };
  return [{ type: "StockShort", skus }, ...rejectOrder(rejection)];
}

/** Replaced orders are cancelled without a further step. */
export function decideUnpaidCancelled(state: OrderState): Events {
  if (state.shortage !== "cancelling") return [];
  if (!shouldProceed(state)) return cancelOrder(state);
  return [{ type: "ReservationRetried", lines: state.lines.map(({ sku, quantity }) => ({ sku, quantity })) }];
}
