/** An exact rational number in lowest terms. The reference implementation computes with these and rounds only where the rules say so. */
export class Rational {
  static readonly zero = new Rational(0n, 1n);
  readonly over: bigint;
  readonly under: bigint;

  constructor(over: bigint | number, under: bigint | number = 1n) {
    const [a, b] = [BigInt(over), BigInt(under)];
    const divisor = gcd(a < 0n ? -a : a, b);
    this.over = a / divisor;
    this.under = b / divisor;
  }

  static sum(numbers: readonly Rational[]): Rational {
    return numbers.reduce((total, number) => total.plus(number), Rational.zero);
  }

  plus(other: Rational): Rational {
    return new Rational(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  minus(other: Rational): Rational {
    return this.plus(other.times(new Rational(-1)));
  }

  times(other: Rational): Rational {
    return new Rational(this.over * other.over, this.under * other.under);
  }

  /** The divisor must be positive. */
  dividedBy(other: Rational): Rational {
    return new Rational(this.over * other.under, this.under * other.over);
  }

  compare(other: Rational): number {
    const difference = this.minus(other).over;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }

  min(other: Rational): Rational {
    return this.compare(other) <= 0 ? this : other;
  }

  /** The largest integer that is not larger. */
  floor(): bigint {
    const quotient = this.over / this.under;
    return quotient * this.under > this.over ? quotient - 1n : quotient;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : gcd(b, a % b);
}
