import { formatMoney, type Money } from "../../kit/pages/money.ts";

/** The locale of numbers and dates in the console. */
const locale = "en-GB";

/** An amount of money. */
export function Amount({ money }: { readonly money: Money }) {
  return <data value={money.amountMinor}>{formatMoney(money, locale)}</data>;
}
