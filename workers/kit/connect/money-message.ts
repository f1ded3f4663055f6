import type { Money as MoneyMessage } from "../../../proto/gen/common/v1/money_pb.js";
import { type Money, parseCurrency } from "../domain/money.ts";
import { invalid } from "../errors/failure.ts";

/** Converts a protobuf message to an amount. Throws INVALID_MONEY when it is absent or the currency is not supported. */
export function fromMoneyMessage(message: MoneyMessage | undefined, ...field: string[]): Money {
  const currency = message === undefined ? undefined : parseCurrency(message.currencyCode);
  if (message === undefined || currency === undefined) {
    throw invalid("INVALID_MONEY", "An amount in a supported currency is required", ...field);
  }
  return { amountMinor: message.amountMinor, currency };
}

/** Converts an amount to a protobuf message. */
export function toMoneyMessage(money: Money): { amountMinor: bigint; currencyCode: string } {
  return { amountMinor: money.amountMinor, currencyCode: money.currency };
}
