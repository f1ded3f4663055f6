import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Permission } from "../../../../proto/gen/common/v1/permission_pb.js";
import {
  type DeadFactSchema,
  Dispute_Status,
  Dispute_Type,
  type DisputeSchema,
  FulfillmentStatus,
  OrderAction_Type,
  type OrderEventSchema,
  type OrderLineSchema,
  type OrderSchema,
  OrderStatus,
  PaymentStatus,
  type ShipmentSchema,
} from "../../../../proto/gen/order/v1/order_pb.js";
import type { Identity } from "../../../kit/auth/identity.ts";
import { hasPermission } from "../../../kit/auth/permissions.ts";
import { toMoneyMessage } from "../../../kit/connect/money-message.ts";
import { toTaxIdMessage } from "../../../kit/connect/tax-id-message.ts";
import { type CurrencyCode, multiply, parseCurrency, zero } from "../../../kit/domain/money.ts";
import type { OrderContext } from "../../context.ts";
import { actionsOf } from "../../domain/actions.ts";
import { encodeEvent } from "../../domain/event-codec.ts";
import type { OrderEvent, RecordedEvent } from "../../domain/events.ts";
import { fulfillmentStatus } from "../../domain/fulfillment-status.ts";
import type { Dispute, OrderLine, OrderRejection, Shipment } from "../../domain/model.ts";
import type { OrderState } from "../../domain/order.ts";
import { paymentStatus } from "../../domain/payment-status.ts";
import { progressOf } from "../../domain/progress.ts";
import { declinedMessage } from "../../domain/saga.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import type { DeadLetterRow } from "../../store/dead-letters.ts";
import type { OrderRow } from "../../store/order-lists.ts";
import { isSupport } from "./access.ts";
import { toExplanationMessages } from "./explanation.ts";
import { restrictToScopes } from "./partner-scopes.ts";
import { moneyOf, toDiscountMessage, toLinePriceMessage, toTaxLineMessage, toTaxSource } from "./price-messages.ts";
import { toRefundableShipping, toRefundMessage, toTransactionMessage, toUnitMessages } from "./refund-mappers.ts";
import { toOwnerEvent } from "./timeline-data.ts";

type OrderMessage = MessageInitShape<typeof OrderSchema>;

function toStatus(name: string): OrderStatus {
  return OrderStatus[name as keyof typeof OrderStatus] ?? OrderStatus.UNSPECIFIED;
}

/** Maps the statuses of money and goods. A row of an earlier release has none. */
function toStatusesMessage(payment: string | null, fulfillment: string | null) {
  return {
    paymentStatus: PaymentStatus[payment as keyof typeof PaymentStatus] ?? PaymentStatus.UNSPECIFIED,
    fulfillmentStatus:
      FulfillmentStatus[fulfillment as keyof typeof FulfillmentStatus] ?? FulfillmentStatus.UNSPECIFIED,
  };
}

function toLineMessage({ sku, name, quantity, unitPrice, productId, compareAtUnitPrice }: OrderLine) {
  const total = toMoneyMessage(multiply(unitPrice, quantity));
  const compareAt = compareAtUnitPrice && { compareAtUnitPrice: toMoneyMessage(compareAtUnitPrice) };
  return { sku, name, quantity, unitPrice: toMoneyMessage(unitPrice), total, productId, ...compareAt };
}

/** Maps the lines with their discounts, taxes and counts of units. A cart has no discounts and taxes. */
function toPricedLineMessages(state: OrderState): MessageInitShape<typeof OrderLineSchema>[] {
  const { lines, pricing, currency } = state;
  const nothing = toMoneyMessage(zero(currency));
  const unpriced = { discountTotal: nothing, tax: nothing, reverseChargeAmount: nothing };
  const prices = new Map(pricing?.lines.map((line) => [line.sku, toLinePriceMessage(line, currency)]));
  const units = toUnitMessages(state);
  return lines.map((line) => ({
    ...toLineMessage(line),
    ...(prices.get(line.sku) ?? unpriced),
    ...units.get(line.sku),
  }));
}

/** Maps what the price of the order consists of, without its lines and the sums that a cart has too. */
function toPriceMessage({ pricing, currency }: OrderState) {
  const money = moneyOf(currency);
  return {
    discounts: (pricing?.discounts ?? []).map((discount) => toDiscountMessage(discount, currency)),
    discountTotal: money(pricing?.discountTotal ?? 0n),
    taxesIncluded: pricing?.taxesIncluded ?? true,
    taxLines: (pricing?.taxLines ?? []).map((taxLine) => toTaxLineMessage(taxLine, currency)),
    taxSource: toTaxSource(pricing ?? {}),
    reverseChargeAmount: money(pricing?.reverseChargeAmount ?? 0n),
  };
}

/** Maps what only the owner and staff see, and no partner. */
function toContactMessage({ email, billingAddress, customerNote, taxId }: OrderState, { partner }: Identity) {
  if (partner !== undefined) return {};
  return {
    ...(email === undefined ? {} : { email }),
    ...(billingAddress === undefined ? {} : { billingAddress }),
    ...(customerNote === undefined ? {} : { customerNote }),
    ...(taxId?.value === undefined ? {} : { taxId: toTaxIdMessage({ ...taxId, value: taxId.value }) }),
  };
}

type MappingContext = Pick<OrderContext, "identity" | "giveUpMs">;

/**
 * Maps an order with its timeline, its ledger and what the caller may do with it. The response to a placement has no actions,
 * which few clients need then: reading the order returns them.
 */
export function toOrderMessageWithActions(view: OrderView, ctx: MappingContext): OrderMessage {
  return toOrderMessage(view, ctx, { present: view.state });
}

/** Maps the actions of the owner, or of staff who may change all orders. Partners have none. */
function toActionsMessage(state: OrderState, identity: Identity) {
  if (identity.partner !== undefined) return {};
  const isStaff = hasPermission(identity, Permission.ORDER_WRITE_ANY);
  if (!isStaff && identity.accountId !== state.accountId) return { actions: { actions: [] } };
  const actions = actionsOf(state, isStaff ? "staff" : "owner").map(({ type, reason, maxAmount }) => ({
    type: OrderAction_Type[type],
    ...(reason === undefined ? {} : { reason }),
    ...(maxAmount === undefined ? {} : { maxAmount: toMoneyMessage(maxAmount) }),
  }));
  return { actions: { actions } };
}

function toProgressMessage({ state, events }: OrderView, giveUpMs: number) {
  const { deadlineAt, stockHeldUntil } = progressOf(state, events, giveUpMs);
  return {
    ...(deadlineAt === undefined ? {} : { deadlineTime: timestampFromMs(deadlineAt) }),
    ...(stockHeldUntil === undefined ? {} : { stockHeldUntilTime: timestampFromMs(stockHeldUntil) }),
  };
}

/**
 * Maps an order with its timeline and ledger. Only the owner receives the action that confirms the payment. A partner
 * receives the fields that its scopes allow.
 */
export function toOrderMessage(view: OrderView, ctx: MappingContext, options: MappingOptions = {}): OrderMessage {
  return restrictToScopes(toCompleteOrderMessage(view, ctx, options), view.state, ctx.identity);
}

interface MappingOptions {
  /** The present order. With it, the message has the actions that are allowed now. */
  readonly present?: OrderState;
  /** Whether the message has the explanation of the order. */
  readonly isExplained?: boolean;
}

function toCompleteOrderMessage(
  { state, events }: OrderView,
  { identity, giveUpMs }: MappingContext,
  { present, isExplained = false }: MappingOptions,
): OrderMessage {
  const isConfirmable = state.status === "RESERVED" && identity.accountId === state.accountId;
  const { number, shippingAddress, rejection, placedAt, marketId } = state;
  // Without a requested method the order has the cheapest one.
  const shippingMethod = state.shippingMethod ?? state.pricing?.shipping.method;
  return {
    id: state.id,
    accountId: state.accountId,
    status: toStatus(state.status),
    ...toStatusesMessage(paymentStatus(state), fulfillmentStatus(state)),
    sequence: state.sequence,
    lines: toPricedLineMessages(state),
    ...toPriceMessage(state),
    couponCodes: [...state.couponCodes],
    subtotal: toMoneyMessage(state.totals.subtotal),
    shipping: toMoneyMessage(state.totals.shipping),
    tax: toMoneyMessage(state.totals.tax),
    total: toMoneyMessage(state.totals.total),
    refunded: toMoneyMessage(state.refunded),
    timeline: events.map((event) => toEventMessage(event, identity)),
    transactions: state.transactions.map((entry) => toTransactionMessage(entry, isSupport(identity))),
    refunds: state.refunds.map((refund) => toRefundMessage(refund, state, isSupport(identity))),
    refundableShipping: toRefundableShipping(state),
    disputes: isSupport(identity) ? state.disputes.map(toDisputeMessage).toReversed() : [],
    shipments: state.shipments.map(toShipmentMessage),
    createTime: timestampFromMs(state.createdAt),
    updateTime: timestampFromMs(state.updatedAt),
    ...toProgressMessage({ state, events }, giveUpMs),
    ...(isExplained && identity.partner === undefined
      ? { explanation: toExplanationMessages({ state, events }, { identity, giveUpMs }) }
      : {}),
    ...(present === undefined ? {} : toActionsMessage(present, identity)),
    ...(isConfirmable && state.paymentAction !== undefined ? { paymentAction: state.paymentAction } : {}),
    ...(marketId === undefined ? {} : { marketId }),
    ...(number === undefined ? {} : { number }),
    ...(shippingAddress === undefined ? {} : { shippingAddress }),
    ...toContactMessage(state, identity),
    ...(shippingMethod === undefined ? {} : { shippingMethod }),
    ...(rejection === undefined
      ? {}
      : { rejection: { ...withoutDeclineMessage(rejection), skus: [...rejection.skus] } }),
    ...(placedAt === undefined ? {} : { placeTime: timestampFromMs(placedAt) }),
  };
}

export function toShipmentMessage({ at, lines, ...shipment }: Shipment): MessageInitShape<typeof ShipmentSchema> {
  return {
    ...shipment,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    shipTime: timestampFromMs(at),
  };
}

function toDisputeMessage(dispute: Dispute): MessageInitShape<typeof DisputeSchema> {
  const { disputeId, type, status, reason, amount, evidenceDueBy, createdAt, closedAt } = dispute;
  return {
    id: disputeId,
    type: Dispute_Type[type],
    status: Dispute_Status[status],
    reason,
    amount: toMoneyMessage(amount),
    createTime: timestampFromMs(createdAt),
    ...(evidenceDueBy === undefined ? {} : { evidenceDueTime: timestampFromMs(evidenceDueBy) }),
    ...(closedAt === undefined ? {} : { closeTime: timestampFromMs(closedAt) }),
  };
}

/**
 * Maps an event. Only support staff see every field. Why the payment provider declined a payment would help others to test
 * stolen cards.
 */
export function toEventMessage(recorded: RecordedEvent, identity: Identity): MessageInitShape<typeof OrderEventSchema> {
  const { sequence, at, actor, event } = isSupport(identity) ? recorded : toOwnerEvent(recorded);
  const { type, data } = encodeEvent(withoutSecrets(isSupport(identity) ? event : withoutDeclineReason(event)));
  return { sequence, type, actor, time: timestampFromMs(at), dataJson: data };
}

function withoutDeclineReason(event: OrderEvent): OrderEvent {
  if (event.type !== "OrderRejected" && event.type !== "CompensationStarted") return event;
  return event.rejection === undefined ? event : { ...event, rejection: withoutDeclineMessage(event.rejection) };
}

/** Older orders stored the provider's message in their rejection. */
function withoutDeclineMessage(rejection: OrderRejection): OrderRejection {
  return rejection.code === "PAYMENT_DECLINED" ? { ...rejection, message: declinedMessage } : rejection;
}

/**
 * Removes the client secret of the payment, which is also a part of the URL: everyone who can see the order can read its
 * timeline.
 */
function withoutSecrets(event: OrderEvent): OrderEvent {
  if (event.type !== "PaymentActionRequired") return event;
  const { url: _, ...action } = event;
  return { ...action, clientSecret: "" };
}

/** Maps a row of a list: an order without timeline, ledger, discounts and tax lines. */
export function toListedOrderMessage(row: OrderRow, { partner }: Identity): OrderMessage {
  const currency = requireCurrency(row);
  const money = (amountMinor: bigint) => toMoneyMessage({ amountMinor, currency });
  return {
    id: row.id,
    accountId: row.accountId,
    status: toStatus(row.status),
    ...toStatusesMessage(row.paymentStatus, row.fulfillmentStatus),
    sequence: row.sequence,
    lines: row.lines.map(({ unitPriceMinor, ...line }) =>
      toLineMessage({ ...line, unitPrice: { amountMinor: BigInt(unitPriceMinor), currency } }),
    ),
    subtotal: money(row.subtotalMinor),
    shipping: money(row.shippingMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    refunded: money(row.refundedMinor),
    createTime: timestampFromDate(row.createdAt),
    updateTime: timestampFromDate(row.updatedAt),
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.marketId === null ? {} : { marketId: row.marketId }),
    ...(row.email === null || partner !== undefined ? {} : { email: row.email }),
    ...(row.placedAt === null ? {} : { placeTime: timestampFromDate(row.placedAt) }),
  };
}

export function toDeadFactMessage(row: DeadLetterRow): MessageInitShape<typeof DeadFactSchema> {
  return {
    id: row.id,
    bodyJson: JSON.stringify(row.body),
    receiveTime: timestampFromDate(row.receivedAt),
    ...(row.replayedAt === null ? {} : { replayTime: timestampFromDate(row.replayedAt) }),
  };
}

function requireCurrency(row: OrderRow): CurrencyCode {
  const currency = parseCurrency(row.currency);
  if (currency === undefined) throw new Error(`Order ${row.id} has the unsupported currency ${row.currency}`);
  return currency;
}
