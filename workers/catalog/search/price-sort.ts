import { currencyStep } from "../domain/currency-order.ts";
import type { SearchSort } from "./port.ts";

export type PriceSort = Extract<SearchSort, "price_asc" | "price_desc">;

export const isPriceSort = (sort: SearchSort): sort is PriceSort => sort === "price_asc" || sort === "price_desc";

export interface PricePosition {
  readonly rank: bigint;
  readonly price: bigint;
}

/** Returns one number that is ascending in lists by price: first by the rank of the currency, then by price. */
export function encodePricePosition({ rank, price }: PricePosition, sort: PriceSort): string {
  return String(rank * currencyStep + (sort === "price_asc" ? price : -price));
}

/** Reads the number of `encodePricePosition`. Digits after the decimal point are zeros. */
export function decodePricePosition(value: string, sort: PriceSort): PricePosition {
  const number = BigInt(value.replace(/\..*/, ""));
  if (sort === "price_asc") return { rank: number / currencyStep, price: number % currencyStep };
  const rank = number > 0n ? (number + currencyStep - 1n) / currencyStep : 0n;
  return { rank, price: rank * currencyStep - number };
}

/** Returns the currency code with this rank, or the requested one for 0. */
export function currencyOfRank(rank: bigint, requested: string): string {
  if (rank === 0n) return requested;
  return [rank / 729n, (rank / 27n) % 27n, rank % 27n].map((char) => String.fromCharCode(64 + Number(char))).join("");
}
