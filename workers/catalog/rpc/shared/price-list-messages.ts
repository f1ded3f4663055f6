import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type PriceList as PriceListMessage,
  type PriceListPriceSchema,
  type PriceListSchema,
  PriceListType,
} from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toMoneyMessage } from "../../../kit/connect/money-message.ts";
import type { CurrencyCode } from "../../../kit/domain/money.ts";
import type { PriceList } from "../../domain/pricing/price-list.ts";
import type { PriceListRow, PriceRow } from "../../store/price-lists.ts";
import { fromPeriodMessage, toPeriodMessage } from "./pricing-messages.ts";

export function toPriceListMessage(row: PriceListRow): MessageInitShape<typeof PriceListSchema> {
  const { id, slug, name, type, priority, marketIds, customerGroupIds, active } = row;
  return {
    id,
    slug,
    name,
    type: type === "SALE" ? PriceListType.SALE : PriceListType.OVERRIDE,
    priority,
    marketIds: [...marketIds],
    customerGroupIds: [...customerGroupIds],
    active,
    ...toPeriodMessage(row),
  };
}

export function fromPriceListMessage(message: PriceListMessage): PriceList {
  const { slug, name, type, priority, marketIds, customerGroupIds, active } = message;
  return {
    slug,
    name,
    type: type === PriceListType.OVERRIDE ? "OVERRIDE" : "SALE",
    priority,
    marketIds,
    customerGroupIds,
    active,
    ...fromPeriodMessage(message),
  };
}

export function toPriceMessage(row: PriceRow): MessageInitShape<typeof PriceListPriceSchema> {
  const { sku, minQuantity, amountMinor, currency } = row;
  return { sku, minQuantity, amount: toMoneyMessage({ amountMinor, currency: currency as CurrencyCode }) };
}
