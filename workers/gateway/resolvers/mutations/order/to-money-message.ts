import type { MoneyInput } from "../../../graphql/schema.generated.ts";

export function toMoneyMessage({ amountMinor, currency }: MoneyInput) {
  return { amountMinor, currencyCode: currency };
}
