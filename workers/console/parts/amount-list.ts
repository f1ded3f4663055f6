import { type Money, toDecimalAmount } from "../../kit/pages/money.ts";

/** Returns amounts as a field has them: "EUR 12.00, GBP 10.00". */
export function joinAmounts(amounts: readonly Money[]): string {
  return amounts.map((money) => `${money.currency} ${toDecimalAmount(money)}`).join(", ");
}

/** Splits "EUR 12,00, GBP 10.00" at the separators before a currency. */
export function splitAmounts(text: string): readonly (readonly [currency: string, amount: string])[] {
  return text
    .split(/[,;\s]+(?=[a-z]{3}\b)/i)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => [part.slice(0, 3).toUpperCase(), part.slice(3).trim()]);
}
