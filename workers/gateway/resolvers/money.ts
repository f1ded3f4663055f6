import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { formatMoney } from "../../kit/domain/money.ts";
import type { MoneyResolvers } from "../graphql/schema.generated.ts";

export const money: MoneyResolvers = {
  currency: (amount) => fromMoneyMessage(amount).currency,
  formatted: (amount) => formatMoney(fromMoneyMessage(amount)),
};
