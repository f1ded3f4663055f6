import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type DeadFactSchema,
  type OrderEventSchema,
  type OrderLineSchema,
  type OrderSchema,
  OrderStatus,
  Transaction_Kind,
  Transaction_Status,
} from "../../../../proto/gen/order/v1/order_pb.js";
import type { CallContext } from "../../../kit/connect/call-context.ts";
import { toMoneyMessage } from "../../../kit/connect/money-message.ts";
import { type CurrencyCode, multiply, parseCurrency } from "../../../kit/domain/money.ts";
import { encodeEvent } from "../../domain/event-codec.ts";
import type { OrderEvent, RecordedEvent } from "../../domain/events.ts";
import type { OrderLine } from "../../domain/model.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import type { DeadFactRow } from "../../store/dead-letters.ts";
import type { OrderRow } from "../../store/projection.ts";

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

/** The whole order, with timeline and ledger. What lets its payment be confirmed is its owner's alone. */
export function orderMessage({ state, events }: OrderView, { identity }: Pick<CallContext, "identity">): OrderMessage {
  const confirmable = state.status === "RESERVED" && identity.accountId === state.accountId;
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
    timeline: events.map(eventMessage),
    transactions: state.transactions.map(({ id, kind, status, amount, reference, at }) => ({
      id,
      kind: Transaction_Kind[kind],
      status: Transaction_Status[status],
      amount: toMoneyMessage(amount),
      provider: "stripe",
      ...(reference === undefined ? {} : { providerReference: reference }),
      time: timestampFromMs(at),
    })),
    shipments: state.shipments.map(({ at, lines, ...shipment }) => ({
      ...shipment,
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      shipTime: timestampFromMs(at),
    })),
    createTime: timestampFromMs(state.createdAt),
    updateTime: timestampFromMs(state.updatedAt),
    ...(confirmable && state.paymentAction !== undefined ? { paymentAction: state.paymentAction } : {}),
    ...(number === undefined ? {} : { number }),
    ...(shippingAddress === undefined ? {} : { shippingAddress }),
    ...(shippingMethod === undefined ? {} : { shippingMethod }),
    ...(rejection === undefined ? {} : { rejection: { ...rejection, skus: [...rejection.skus] } }),
    ...(placedAt === undefined ? {} : { placeTime: timestampFromMs(placedAt) }),
  };
}

export function eventMessage({ sequence, at, actor, event }: RecordedEvent): MessageInitShape<typeof OrderEventSchema> {
  const { type, data } = encodeEvent(withoutSecrets(event));
  return { sequence, type, actor, time: timestampFromMs(at), dataJson: data };
}

/** What everybody who sees the order may read of an event. */
function withoutSecrets(event: OrderEvent): OrderEvent {
  return event.type === "PaymentActionRequired" ? { ...event, clientSecret: "" } : event;
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

export function deadFactMessage(row: DeadFactRow): MessageInitShape<typeof DeadFactSchema> {
  return {
    id: row.id,
    bodyJson: JSON.stringify(row.body),
    receiveTime: timestampFromDate(row.receivedAt),
    ...(row.replayedAt === null ? {} : { replayTime: timestampFromDate(row.replayedAt) }),
  };
}

function currencyOf(row: OrderRow): CurrencyCode {
  const currency = parseCurrency(row.currency);
  if (currency === undefined) throw new Error(`order ${row.id} is in ${row.currency}`);
  return currency;
}
