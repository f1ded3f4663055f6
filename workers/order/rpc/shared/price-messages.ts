import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  DiscountClass,
  type OrderDiscountSchema,
  type TaxLineSchema,
  TaxSource,
} from "../../../../proto/gen/order/v1/price_pb.js";
import { toMoneyMessage } from "../../../kit/connect/money-message.ts";
import type { CurrencyCode } from "../../../kit/domain/money.ts";
import type { Discount, LinePricing, Pricing, TaxLine } from "../../domain/pricing/model.ts";

/** Returns a function that maps amounts of a currency. */
export function moneyOf(currency: CurrencyCode) {
  return (amountMinor: bigint) => toMoneyMessage({ amountMinor, currency });
}

/** Maps the amounts of a line. */
export function toLinePriceMessage(line: LinePricing, currency: CurrencyCode) {
  const money = moneyOf(currency);
  return {
    unitPrice: money(line.unitPrice),
    total: money(line.total),
    discountTotal: money(line.discountTotal),
    tax: money(line.tax),
    taxLines: line.taxLines.map((taxLine) => toTaxLineMessage(taxLine, currency)),
    reverseChargeAmount: money(line.reverseChargeAmount),
  };
}

export function toTaxLineMessage(line: TaxLine, currency: CurrencyCode): MessageInitShape<typeof TaxLineSchema> {
  const { name, ratePpm, taxableAmount, amount } = line;
  const money = moneyOf(currency);
  return { name, ratePpm, taxableAmount: money(taxableAmount), amount: money(amount) };
}

export function toTaxSource({ taxCalculation }: Pick<Pricing, "taxCalculation">): TaxSource {
  return taxCalculation === undefined ? TaxSource.RATE_TABLE : TaxSource.PROVIDER;
}

export function toDiscountMessage(
  discount: Discount,
  currency: CurrencyCode,
): MessageInitShape<typeof OrderDiscountSchema> {
  const { promotionId, name, class: discountClass, code, amount, allocations } = discount;
  const money = moneyOf(currency);
  return {
    promotionId,
    name,
    class: DiscountClass[discountClass],
    ...(code === undefined ? {} : { code }),
    amount: money(amount),
    allocations: allocations.map(({ sku, amount: share }) => ({ sku, amount: money(share) })),
  };
}
