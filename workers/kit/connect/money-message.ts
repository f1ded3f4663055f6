import type { Money as MoneyMessage } from "../../../proto/gen/common/v1/money_pb.js";
import { type Money, parseCurrency } from "../domain/money.ts";
import { invalid } from "../errors/failure.ts";

/** Narrows an amount from the wire. Throws INVALID_MONEY when it is absent or in a currency the shop does not know. */
export function fromMoneyMessage(message: MoneyMessage | undefined, ...field: string[]): Money {
  const currency = message === undefined ? undefined : parseCurrency(message.currencyCode);
  if (message === undefined || currency === undefined) {
    throw invalid("INVALID_MONEY", "an amount in a currency of the shop is needed", ...field);
  }
  return { amountMinor: message.amountMinor, currency };
}

export function toMoneyMessage(money: Money): { amountMinor: bigint; currencyCode: string } {
  return { amountMinor: money.amountMinor, currencyCode: money.currency };
}
