import type { Pricing } from "./model.ts";

/** The names of the amounts in a type. */
type AmountKey<T> = T extends readonly (infer Item)[]
  ? AmountKey<Item>
  : T extends object
    ? {
        [K in keyof T & string]-?: NonNullable<T[K]> extends bigint ? K : AmountKey<NonNullable<T[K]>>;
      }[keyof T & string]
    : never;

/** Fields of a `Pricing` that are amounts. The compiler rejects a missing one. No field of another type has their names. */
const amountKeys: Readonly<Record<AmountKey<Pricing>, true>> = {
  unitPrice: true,
  price: true,
  total: true,
  subtotal: true,
  discountTotal: true,
  tax: true,
  taxableAmount: true,
  reverseChargeAmount: true,
  amount: true,
};

/** Returns a `Pricing` whose amounts were stored as decimal strings. */
export function parsePricing(stored: unknown): Pricing {
  return reviveAmounts(stored, "") as Pricing;
}

function reviveAmounts(value: unknown, name: string): unknown {
  if (typeof value === "string") return Object.hasOwn(amountKeys, name) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => reviveAmounts(item, ""));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, reviveAmounts(field, key)]));
}
