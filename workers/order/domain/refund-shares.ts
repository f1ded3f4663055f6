import type { CurrencyCode } from "../../kit/domain/money.ts";
import { amountRules } from "../../kit/domain/payment-amounts.ts";
import type { Refund, RefundShare } from "./model.ts";
import type { OrderState } from "./order.ts";
import { allocate } from "./pricing/allocate.ts";
import {
  applyRefund,
  divideRefund,
  leftOf,
  type RefundAccount,
  type RefundPart,
  toRefundAccount,
} from "./pricing/refund.ts";
import { isFailed, type TakenUnits, takeAllUnits, unitsOf } from "./units.ts";

/*
 * The shares of refunds. `decide` computes them and the events store them. Only events of earlier releases have none: the
 * functions that say so compute their shares when the log is folded, so their results must not change.
 */

/** Returns what was paid for each line and for shipping, and what of it was refunded. Pending refunds count. */
export function refundAccountOf(state: OrderState): RefundAccount {
  return state.refunds
    .filter((refund) => !isFailed(refund, state))
    .reduce((account, { shares }) => applyRefund(account, shares.map(toPart)), accountWithoutRefunds(state));
}

/** A cart has no price: nothing of it can be refunded. */
function accountWithoutRefunds({ pricing, currency }: OrderState): RefundAccount {
  const { step } = amountRules[currency];
  if (pricing !== undefined) return toRefundAccount(pricing, step);
  return { step, lines: [], shipping: { value: 0n, tax: 0n, refunded: 0n, refundedTax: 0n } };
}

function toPart({ sku, quantity, amount, tax }: RefundShare): RefundPart {
  const part = { quantity, amount: amount.amountMinor, tax: tax.amountMinor };
  return sku === undefined ? part : { ...part, sku };
}

/** Returns the shares of a refund with these amounts that takes these units. */
export function toShares(
  parts: readonly RefundPart[],
  units: readonly TakenUnits[],
  currency: CurrencyCode,
): readonly RefundShare[] {
  const withoutMoney = units
    .filter(({ sku }) => !parts.some((part) => part.sku === sku))
    .map(({ sku, quantity }): RefundPart => ({ sku, quantity, amount: 0n, tax: 0n }));
  return [...parts, ...withoutMoney].map(({ sku, amount, tax }): RefundShare => {
    const money = {
      amount: { amountMinor: amount, currency },
      tax: { amountMinor: tax, currency },
    };
    if (sku === undefined) return { quantity: 0, ...money };
    const taken = units.find((line) => line.sku === sku);
    const { quantity = 0, cancelled = 0, shipped = 0, restockCancelled = 0, restockShipped = 0 } = taken ?? {};
    return {
      sku,
      quantity,
      ...money,
      ...(cancelled === 0 ? {} : { cancelled }),
      ...(shipped === 0 ? {} : { shipped }),
      ...(restockCancelled === 0 ? {} : { restockCancelled }),
      ...(restockShipped === 0 ? {} : { restockShipped }),
    };
  });
}

/**
 * Returns the shares of a refund by amount. It changes no units. Also computes the shares of `RefundRequested@1`,
 * `RefundNoted@2` and `CancellationReopened@1`.
 */
export function divideAmount(state: OrderState, amountMinor: bigint): readonly RefundShare[] {
  return toShares(toPartsOfAmount(state, amountMinor), [], state.currency);
}

/**
 * Returns the shares of a refund of all units that are left. The amount is smaller than what is left when the bank took a
 * part of the money. Also computes the shares of `RefundStarted@2`.
 */
export function divideRest(state: OrderState, amountMinor: bigint): readonly RefundShare[] {
  return toShares(toPartsOfAmount(state, amountMinor), takeAllUnits(unitsOf(state)), state.currency);
}

function toPartsOfAmount(state: OrderState, amountMinor: bigint): readonly RefundPart[] {
  const account = refundAccountOf(state);
  const left = [...account.lines, account.shipping].reduce((sum, entry) => sum + leftOf(entry), 0n);
  const amount = amountMinor < left ? amountMinor : left;
  // The provider accepts amounts in its dashboard that are no multiple of the step.
  const step = amount % account.step === 0n ? account.step : 1n;
  const parts = divideRefund({ ...account, step }, { type: "amount", amount });
  return typeof parts === "string" ? [] : parts;
}

/**
 * Returns the shares of a refund of which only a part was made, or remains. The amount is at most that of the refund. Also
 * computes the shares of `PaymentRefunded@2` and `RefundFailed@2`.
 */
export function shrinkShares(
  shares: readonly RefundShare[],
  amountMinor: bigint,
  { currency }: Pick<OrderState, "currency">,
): readonly RefundShare[] {
  const { step: ofCurrency } = amountRules[currency];
  const step = amountMinor % ofCurrency === 0n ? ofCurrency : 1n;
  const amounts = allocate(
    amountMinor,
    shares.map(({ amount }) => amount.amountMinor),
    step,
  );
  return shares.map((share, index): RefundShare => {
    const amount = amounts[index] ?? 0n;
    const before = share.amount.amountMinor;
    const tax = before === 0n ? 0n : (share.tax.amountMinor * amount) / before / step;
    return { ...share, amount: { amountMinor: amount, currency }, tax: { amountMinor: tax * step, currency } };
  });
}

/** Returns the sum of the shares of a refund, in the smallest unit of the currency. */
export function sumOfShares(shares: readonly RefundShare[]): bigint {
  return shares.reduce((sum, { amount }) => sum + amount.amountMinor, 0n);
}

/**
 * Returns the refund that contains a refund which the order did not record: a cancellation counts a refund in the provider's
 * dashboard as a part of its own. Undefined when none is large enough.
 */
export function findContainingRefund(state: OrderState, amountMinor: bigint): Refund | undefined {
  return state.refunds.findLast((refund) => !isFailed(refund, state) && sumOfShares(refund.shares) >= amountMinor);
}
