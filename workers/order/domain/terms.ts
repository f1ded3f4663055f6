import { type CurrencyCode, type Money, zero } from "../../kit/domain/money.ts";

/** What is charged beside the lines, fixed when an order is placed. */
export interface Terms {
  readonly shipping: Money;
  readonly tax: Tax;
}

export interface Tax {
  /** Of a price, in hundredths of a percent: 2100 is 21 %. */
  readonly basisPoints: number;
  /** Whether the prices of lines and shipping have it in them already. */
  readonly included: boolean;
}

/** Nothing beside the lines: a cart, which is not going anywhere yet. */
export function noTerms(currency: CurrencyCode): Terms {
  return { shipping: zero(currency), tax: { basisPoints: 0, included: true } };
}
