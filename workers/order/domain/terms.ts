import { type CurrencyCode, type Money, zero } from "../../kit/domain/money.ts";

/** The shipping price and the tax of an order. They are fixed when the order is placed. */
export interface Terms {
  readonly shipping: Money;
  readonly tax: Tax;
}

export interface Tax {
  /** The tax rate in hundredths of a percent: 2100 is 21 %. */
  readonly basisPoints: number;
  /** Whether the prices of lines and shipping already include the tax. */
  readonly included: boolean;
}

/** Returns the terms of a cart, which has no destination yet: free shipping and no tax. */
export function noTerms(currency: CurrencyCode): Terms {
  return { shipping: zero(currency), tax: { basisPoints: 0, included: true } };
}
