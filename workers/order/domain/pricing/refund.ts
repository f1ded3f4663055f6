import { indexBySku } from "../../../kit/domain/sku.ts";
import { allocate } from "./allocate.ts";
import { floorToStep } from "./fraction.ts";
import type { LinePricing, Pricing, ShippingPricing } from "./model.ts";

/** What a buyer paid for a line or for shipping, tax included, and what of it was refunded. */
interface Account {
  readonly value: bigint;
  readonly tax: bigint;
  /** Pending refunds count. */
  readonly refunded: bigint;
  readonly refundedTax: bigint;
}

export interface LineAccount extends Account {
  readonly sku: string;
  readonly quantity: number;
  /** The units whose value was refunded. */
  readonly refundedQuantity: number;
}

/** What can be refunded of an order. */
export interface RefundAccount {
  readonly step: bigint;
  readonly lines: readonly LineAccount[];
  readonly shipping: Account;
}

/** A part of a refund. `sku` is absent for shipping. */
export interface RefundPart {
  readonly sku?: string;
  /** 0 for shipping, and for a share of a refund by amount. */
  readonly quantity: number;
  /** Tax included. */
  readonly amount: bigint;
  readonly tax: bigint;
}

/** What a refund is for. `all` is everything that is left, units and shipping. */
export type RefundRequest =
  | { readonly type: "all" }
  | { readonly type: "amount"; readonly amount: bigint }
  | {
      readonly type: "lines";
      readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
      readonly shipping: boolean;
    };

export type RefundProblem = "OVER_REFUNDED" | "NOT_REFUNDABLE";

/** Returns the account of an order without refunds. */
export function toRefundAccount({ lines, shipping, taxesIncluded }: Pricing, step: bigint): RefundAccount {
  return {
    step,
    lines: lines.map((line) => ({
      sku: line.sku,
      quantity: line.quantity,
      refundedQuantity: 0,
      ...toAccount(line.total, line, taxesIncluded),
    })),
    shipping: toAccount(shipping.price, shipping, taxesIncluded),
  };
}

/** Returns what was paid for a line, tax included. */
export function lineValue(line: LinePricing, taxesIncluded: boolean): bigint {
  return toAccount(line.total, line, taxesIncluded).value;
}

/** Returns what is left to refund, tax included. */
export function leftOf({ value, refunded }: Account): bigint {
  return value - refunded;
}

/** Returns the parts of a refund. They add up to its amount, and no part exceeds what is left of its line or of shipping. */
export function divideRefund(account: RefundAccount, request: RefundRequest): readonly RefundPart[] | RefundProblem {
  switch (request.type) {
    case "all":
      return divideAll(account);
    case "amount":
      return divideAmount(account, request.amount);
    case "lines":
      return divideLines(account, request.lines, request.shipping);
  }
}

/** Returns the account after a refund. A failed refund is applied with `sign` -1: its amounts and units are available again. */
export function applyRefund(account: RefundAccount, parts: readonly RefundPart[], sign: 1 | -1 = 1): RefundAccount {
  const factor = BigInt(sign);
  const apply = <T extends Account>(entry: T, part: RefundPart | undefined): T =>
    part === undefined
      ? entry
      : {
          ...entry,
          refunded: entry.refunded + factor * part.amount,
          refundedTax: entry.refundedTax + factor * part.tax,
        };
  return {
    ...account,
    lines: account.lines.map((line) => {
      const part = parts.find(({ sku }) => sku === line.sku);
      return { ...apply(line, part), refundedQuantity: line.refundedQuantity + sign * (part?.quantity ?? 0) };
    }),
    shipping: apply(
      account.shipping,
      parts.find(({ sku }) => sku === undefined),
    ),
  };
}

function toAccount(total: bigint, part: LinePricing | ShippingPricing, taxesIncluded: boolean): Account {
  const { tax, discountTotal, reverseChargeAmount } = part;
  const value = total - discountTotal - reverseChargeAmount + (taxesIncluded ? 0n : tax);
  return { value, tax, refunded: 0n, refundedTax: 0n };
}

function divideAll({ lines, shipping, step }: RefundAccount): readonly RefundPart[] {
  const parts = lines.map((line) => ({
    sku: line.sku,
    quantity: line.quantity - line.refundedQuantity,
    ...withTax(line, leftOf(line), step),
  }));
  return [...parts, { quantity: 0, ...withTax(shipping, leftOf(shipping), step) }].filter(isNotEmpty);
}

function divideAmount({ lines, shipping, step }: RefundAccount, amount: bigint): readonly RefundPart[] | RefundProblem {
  const entries = [...lines, shipping];
  const left = entries.map(leftOf);
  if (amount <= 0n || amount > left.reduce((sum, part) => sum + part, 0n)) return "NOT_REFUNDABLE";
  const shares = allocate(amount, left, step);
  return entries
    .map(
      (entry, index): RefundPart => ({
        ...(index < lines.length ? { sku: lines[index]?.sku ?? "" } : {}),
        quantity: 0,
        ...withTax(entry, shares[index] ?? 0n, step),
      }),
    )
    .filter(isNotEmpty);
}

function divideLines(
  { lines, shipping, step }: RefundAccount,
  requested: readonly { readonly sku: string; readonly quantity: number }[],
  withShipping: boolean,
): readonly RefundPart[] | RefundProblem {
  const parts: RefundPart[] = [];
  const findLine = indexBySku(lines);
  for (const line of lines) {
    const quantity = requested.reduce((sum, entry) => sum + (findLine(entry.sku) === line ? entry.quantity : 0), 0);
    if (quantity > line.quantity - line.refundedQuantity) return "OVER_REFUNDED";
    if (quantity > 0)
      parts.push({ sku: line.sku, quantity, ...withTax(line, amountOfUnits(line, quantity, step), step) });
  }
  if (withShipping) parts.push({ quantity: 0, ...withTax(shipping, leftOf(shipping), step) });
  return parts.filter(isNotEmpty);
}

/** Returns the value of the next units of a line. In any number of refunds, all units have the value of the line. */
function amountOfUnits(line: LineAccount, count: number, step: bigint): bigint {
  const { value, quantity, refundedQuantity } = line;
  if (refundedQuantity + count === quantity) return leftOf(line);
  const upTo = (units: number) =>
    floorToStep({ numerator: value * BigInt(units), denominator: BigInt(quantity) }, step);
  const amount = upTo(refundedQuantity + count) - upTo(refundedQuantity);
  return amount < leftOf(line) ? amount : leftOf(line);
}

function withTax(account: Account, amount: bigint, step: bigint): { amount: bigint; tax: bigint } {
  const taxLeft = account.tax - account.refundedTax;
  const left = leftOf(account);
  return { amount, tax: left === 0n ? 0n : floorToStep({ numerator: taxLeft * amount, denominator: left }, step) };
}

function isNotEmpty({ amount, quantity }: RefundPart): boolean {
  return amount > 0n || quantity > 0;
}
