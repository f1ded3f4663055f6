import { allocate } from "./allocate.ts";
import { buyXGetY } from "./buy-get.ts";
import { roundToStep } from "./fraction.ts";
import type { Candidate, PricedLine, Reward } from "./model.ts";
import type { ShippingOption } from "./shipping.ts";

/** What promotions of one class work on: the lines, or shipping as the only part. */
export interface Basis {
  readonly lines: readonly PricedLine[];
  readonly remaining: readonly bigint[];
  readonly step: bigint;
  readonly shipping?: ShippingOption | undefined;
  readonly remainingShipping: bigint;
}

/** Returns the discount on each line, or on shipping as the only part. */
export function computeDiscount({ class: discountClass, reward }: Candidate, basis: Basis): readonly bigint[] {
  const { lines, remaining, step } = basis;
  if (discountClass === "SHIPPING") return [computeTotal(reward, basis.remainingShipping, step)];
  if (reward.type === "buyXGetY") {
    return buyXGetY(
      reward,
      lines.map(({ quantity }) => quantity),
      remaining,
      step,
    );
  }
  const selected = remaining.map((amount, index) => (reward.lines.includes(index) ? amount : 0n));
  if (discountClass === "PRODUCT") {
    const perLine = computePerLine(reward, lines, selected, step);
    if (perLine !== undefined) return perLine;
  }
  return allocate(computeTotal(reward, sum(selected), step), selected, step);
}

/**
 * Returns the discount of each line of a PRODUCT promotion that works on every line by itself. Undefined when one discount
 * is allocated over the lines: the maximum of a percentage, or an amount once per order.
 */
function computePerLine(
  reward: Exclude<Reward, { type: "buyXGetY" }>,
  lines: readonly PricedLine[],
  selected: readonly bigint[],
  step: bigint,
): readonly bigint[] | undefined {
  if (reward.type === "fixedAmount") {
    if (!reward.appliesOnEachItem) return undefined;
    return selected.map((amount, index) => min(reward.amount * BigInt(lines[index]?.quantity ?? 0), amount));
  }
  const perLine = selected.map((amount) => percentageOf(amount, reward.basisPoints, step));
  return reward.maxAmount !== undefined && sum(perLine) > reward.maxAmount ? undefined : perLine;
}

/** Returns the discount on a sum of amounts. */
function computeTotal(reward: Reward, amount: bigint, step: bigint): bigint {
  if (reward.type === "fixedAmount") return min(reward.amount, amount);
  const discount = percentageOf(amount, reward.basisPoints, step);
  const max = reward.type === "percentage" ? reward.maxAmount : undefined;
  return max === undefined ? discount : min(discount, max);
}

function percentageOf(amount: bigint, basisPoints: number, step: bigint): bigint {
  return roundToStep({ numerator: amount * BigInt(basisPoints), denominator: 10_000n }, step);
}

/** Returns the sum of amounts. */
export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
