import { createTimelineDecoder } from "../../order/domain/event-codec.ts";
import { evolve } from "../../order/domain/evolve.ts";
import { fulfillmentStatus } from "../../order/domain/fulfillment-status.ts";
import { newOrder, type OrderState } from "../../order/domain/order.ts";
import { paymentStatus } from "../../order/domain/payment-status.ts";
import { type OrderFields, toFields } from "../domain/order-fields.ts";
import type { TimelineEvent } from "../domain/timeline.ts";

/** The order after one event of its log. */
export interface ReplayedState {
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
  readonly fields: OrderFields;
}

/**
 * Folds the log of an order with the code of the order itself. Returns the order after each event, oldest first. Throws for an
 * event that this release does not know, so that a wrong result is never shown.
 */
export function replay(events: readonly TimelineEvent[]): readonly ReplayedState[] {
  const decode = createTimelineDecoder();
  let state = newOrder;
  return events.map((event) => {
    const { sequence, type, at, actor } = event;
    state = evolve(state, { sequence, at: Date.parse(at), actor, event: decode(event) });
    return { sequence, type, at, fields: describeState(state) };
  });
}

function describeState(state: OrderState): OrderFields {
  const { status, sequence, totals, refunded, lines, transactions, shipments, refunds, currency } = state;
  return toFields({
    status,
    sequence,
    paymentStatus: paymentStatus(state),
    fulfillmentStatus: fulfillmentStatus(state),
    number: state.number ?? null,
    ...totals,
    refunded,
    lines,
    transactions: transactions.map((entry) => ({ ...entry, reference: entry.reference ?? null })),
    shipments,
    refunds: refunds.map(({ id, shares }) => ({
      id,
      amount: { amountMinor: shares.reduce((sum, { amount }) => sum + amount.amountMinor, 0n), currency },
    })),
    rejection: state.rejection ?? null,
  });
}
