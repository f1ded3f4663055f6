import type { Fraction } from "./fraction.ts";

/**
 * Allocates an amount over parts by their weights, with the method of largest remainders. Each part receives its exact
 * share rounded down to a multiple of `step`. The steps that are left over go, one each, to the parts with the largest
 * remainders; of equal remainders, to the first. The shares add up to the amount.
 *
 * The amount must be a multiple of `step`, and must be 0 when all weights are 0.
 */
export function allocate(amount: bigint, weights: readonly bigint[], step: bigint): readonly bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) {
    if (amount !== 0n) throw new Error(`${amount} cannot be allocated over parts without weight`);
    return weights.map(() => 0n);
  }
  const steps = amount / step;
  const parts = weights.map((weight, index) => ({
    index,
    floor: (steps * weight) / sum,
    remainder: (steps * weight) % sum,
  }));
  const leftOver = Number(steps - parts.reduce((total, { floor }) => total + floor, 0n));
  const favoured = new Set(
    [...parts]
      .sort((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : a.index - b.index))
      .slice(0, leftOver)
      .map(({ index }) => index),
  );
  return parts.map(({ index, floor }) => (favoured.has(index) ? floor + 1n : floor) * step);
}

/** Allocates an amount like `allocate`, with exact fractions as weights. */
export function allocateByFractions(amount: bigint, weights: readonly Fraction[], step: bigint): readonly bigint[] {
  const denominator = weights.reduce((product, weight) => leastCommonMultiple(product, weight.denominator), 1n);
  const scaled = weights.map((weight) => weight.numerator * (denominator / weight.denominator));
  return allocate(amount, scaled, step);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
