import { formatMoney } from "../../kit/money.ts";
import { fromMoneyMessage } from "../../kit/money-message.ts";
import type { MoneyResolvers } from "../schema.generated.ts";

export const money: MoneyResolvers = {
  currency: (amount) => fromMoneyMessage(amount).currency,
  formatted: (amount) => formatMoney(fromMoneyMessage(amount)),
};
