/** An exact fraction. The denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Adds fractions. */
export function addFractions(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** Returns a negative number when `a` is less than `b`, a positive number when it is greater, and 0 when they are equal. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Rounds half up to a multiple of `step`. The fraction must not be negative. */
export function roundToStep({ numerator, denominator }: Fraction, step: bigint): bigint {
  const divisor = denominator * step;
  return ((2n * numerator + divisor) / (2n * divisor)) * step;
}

/** Rounds down to a multiple of `step`. The fraction must not be negative. */
export function floorToStep({ numerator, denominator }: Fraction, step: bigint): bigint {
  return (numerator / (denominator * step)) * step;
}
