import { allocateByFractions } from "./allocate.ts";
import { addFractions, compareFractions, type Fraction, floorToStep, roundToStep } from "./fraction.ts";
import type { Reward } from "./model.ts";

type BuyXGetY = Extract<Reward, { type: "buyXGetY" }>;

/** A line as this discount sees it. All units of a line have the same value. */
interface Units {
  readonly index: number;
  readonly quantity: number;
  /** What is left to pay for the line. */
  readonly remaining: bigint;
  readonly buys: boolean;
  readonly gets: boolean;
}

const zero: Fraction = { numerator: 0n, denominator: 1n };

/**
 * Returns the discount of each line. The units of least value among those that `getLines` selects are discounted. The
 * discount is allocated over the discounted and the qualifying units, so that a refund of either returns its share.
 */
export function buyXGetY(
  reward: BuyXGetY,
  quantities: readonly number[],
  remaining: readonly bigint[],
  step: bigint,
): readonly bigint[] {
  const units = remaining.map(
    (amount, index): Units => ({
      index,
      quantity: quantities[index] ?? 0,
      remaining: amount,
      buys: reward.buyLines.includes(index),
      gets: reward.getLines.includes(index),
    }),
  );
  const uses = countUses(reward, units);
  const discounted = takeDiscounted(reward, units, uses);
  const qualifying = takeQualifying(reward, units, uses, discounted);
  const parts = units.map((line) => ({
    discount: roundToStep(scale(toValue(line, discounted[line.index] ?? 0), BigInt(reward.basisPoints), 10_000n), step),
    weight: toValue(line, (discounted[line.index] ?? 0) + (qualifying[line.index] ?? 0)),
  }));
  const weights = parts.map(({ weight }) => weight);
  // Rounding up units of less than one step must not take off more than their value.
  const value = floorToStep(weights.reduce(addFractions, zero), step);
  const sum = parts.reduce((total, { discount }) => total + discount, 0n);
  return allocateByFractions(sum < value ? sum : value, weights, step);
}

/** Returns how often the promotion applies. */
function countUses({ buyQuantity, getQuantity, usesPerOrderLimit }: BuyXGetY, units: readonly Units[]): number {
  const count = (isSelected: (line: Units) => boolean) =>
    units.filter(isSelected).reduce((sum, { quantity }) => sum + quantity, 0);
  return Math.min(
    usesPerOrderLimit ?? Number.POSITIVE_INFINITY,
    Math.floor(count(({ buys }) => buys) / buyQuantity),
    Math.floor(count(({ gets }) => gets) / getQuantity),
    Math.floor(count(({ buys, gets }) => buys || gets) / (buyQuantity + getQuantity)),
  );
}

/** Returns the number of discounted units of each line: those of least value, of equal value those of the last line. */
function takeDiscounted({ buyQuantity, getQuantity }: BuyXGetY, units: readonly Units[], uses: number): number[] {
  const taken = units.map(() => 0);
  let wanted = uses * getQuantity;
  // As many units must be left to qualify.
  let spare = units.reduce((sum, { buys, quantity }) => sum + (buys ? quantity : 0), 0) - uses * buyQuantity;
  for (const line of units.filter(({ gets }) => gets).sort((a, b) => compareValues(a, b) || b.index - a.index)) {
    const count = Math.min(line.quantity, wanted, line.buys ? spare : line.quantity);
    taken[line.index] = count;
    wanted -= count;
    if (line.buys) spare -= count;
  }
  return taken;
}

/** Returns the number of qualifying units of each line: those of greatest value, of equal value those of the first line. */
function takeQualifying(
  { buyQuantity }: BuyXGetY,
  units: readonly Units[],
  uses: number,
  discounted: readonly number[],
): number[] {
  const taken = units.map(() => 0);
  let wanted = uses * buyQuantity;
  for (const line of units.filter(({ buys }) => buys).sort((a, b) => compareValues(b, a) || a.index - b.index)) {
    const count = Math.min(line.quantity - (discounted[line.index] ?? 0), wanted);
    taken[line.index] = count;
    wanted -= count;
  }
  return taken;
}

/** Returns the value of some units of a line. */
function toValue({ remaining, quantity }: Units, count: number): Fraction {
  return { numerator: remaining * BigInt(count), denominator: BigInt(quantity) };
}

function compareValues(a: Units, b: Units): number {
  return compareFractions(toValue(a, 1), toValue(b, 1));
}

function scale({ numerator, denominator }: Fraction, multiplier: bigint, divisor: bigint): Fraction {
  return { numerator: numerator * multiplier, denominator: denominator * divisor };
}
