import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type OrderLineSchema,
  type OrderSchema,
  OrderStatus,
  Transaction_Kind,
  Transaction_Status,
} from "../../proto/gen/order/v1/order_pb.js";
import { type CurrencyCode, multiply, parseCurrency } from "../kit/money.ts";
import { toMoneyMessage } from "../kit/money-message.ts";
import { encodeEvent } from "./domain/event-codec.ts";
import type { OrderLine } from "./domain/order.ts";
import type { OrderView } from "./order-object.ts";
import type { OrderRow } from "./store/projection.ts";

type OrderMessage = MessageInitShape<typeof OrderSchema>;

function statusOf(name: string): OrderStatus {
  return OrderStatus[name as keyof typeof OrderStatus] ?? OrderStatus.UNSPECIFIED;
}

function lineMessage({
  sku,
  name,
  quantity,
  unitPrice,
  productId,
}: OrderLine): MessageInitShape<typeof OrderLineSchema> {
  const total = toMoneyMessage(multiply(unitPrice, quantity));
  return { sku, name, quantity, unitPrice: toMoneyMessage(unitPrice), total, productId };
}

/** The whole order, with timeline and ledger. */
export function orderMessage({ state, events }: OrderView): OrderMessage {
  const { number, shippingAddress, shippingMethod, rejection, placedAt } = state;
  return {
    id: state.id,
    accountId: state.accountId,
    status: statusOf(state.status),
    sequence: state.sequence,
    lines: state.lines.map(lineMessage),
    subtotal: toMoneyMessage(state.totals.subtotal),
    shipping: toMoneyMessage(state.totals.shipping),
    tax: toMoneyMessage(state.totals.tax),
    total: toMoneyMessage(state.totals.total),
    refunded: toMoneyMessage(state.refunded),
    timeline: events.map(({ sequence, at, actor, event }) => {
      const { type, data } = encodeEvent(event);
      return { sequence, type, actor, time: timestampFromMs(at), dataJson: data };
    }),
    transactions: state.transactions.map(({ id, kind, status, amount, reference, at }) => ({
      id,
      kind: Transaction_Kind[kind],
      status: Transaction_Status[status],
      amount: toMoneyMessage(amount),
      provider: "stripe",
      ...(reference === undefined ? {} : { providerReference: reference }),
      time: timestampFromMs(at),
    })),
    createTime: timestampFromMs(state.createdAt),
    updateTime: timestampFromMs(state.updatedAt),
    ...(number === undefined ? {} : { number }),
    ...(shippingAddress === undefined ? {} : { shippingAddress }),
    ...(shippingMethod === undefined ? {} : { shippingMethod }),
    ...(rejection === undefined ? {} : { rejection: { ...rejection, skus: [...rejection.skus] } }),
    ...(placedAt === undefined ? {} : { placeTime: timestampFromMs(placedAt) }),
  };
}

/** An order as a list shows it. */
export function rowMessage(row: OrderRow): OrderMessage {
  const currency = currencyOf(row);
  const money = (amountMinor: bigint) => toMoneyMessage({ amountMinor, currency });
  return {
    id: row.id,
    accountId: row.accountId,
    status: statusOf(row.status),
    sequence: row.sequence,
    lines: row.lines.map(({ unitPriceMinor, ...line }) =>
      lineMessage({ ...line, unitPrice: { amountMinor: BigInt(unitPriceMinor), currency } }),
    ),
    subtotal: money(row.subtotalMinor),
    shipping: money(row.shippingMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    refunded: money(row.refundedMinor),
    createTime: timestampFromDate(row.createdAt),
    updateTime: timestampFromDate(row.updatedAt),
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.placedAt === null ? {} : { placeTime: timestampFromDate(row.placedAt) }),
  };
}

function currencyOf(row: OrderRow): CurrencyCode {
  const currency = parseCurrency(row.currency);
  if (currency === undefined) throw new Error(`order ${row.id} is in ${row.currency}`);
  return currency;
}
