import type { RecordedEvent } from "./events.ts";
import { maxPaymentWaitMs } from "./limits.ts";
import type { OrderStatus } from "./model.ts";
import { cartEndsAt, isSettled, isUnpaid, type OrderState } from "./order.ts";

/** Until when things happen by themselves. Milliseconds since the epoch. */
export interface Progress {
  /** When the next automatic step must be done at the latest. Undefined when none follows. */
  readonly deadlineAt?: number;
  /** Until when the stock of the order is reserved. Undefined when none is, and once it is the buyer's. */
  readonly stockHeldUntil?: number;
}

/** The statuses of an order that holds stock which it has not bought yet. */
const holdsStock: ReadonlySet<OrderStatus> = new Set(["RESERVED", "AUTHORIZED", "CREATED", "CAPTURED"]);

/**
 * Returns until when the order goes on by itself. A payment waits ten minutes for its cardholder. Any other step is retried for
 * `giveUpMs` after the event that caused it, and then staff decide. An order under review has no deadline.
 */
export function progressOf(
  state: OrderState,
  events: readonly Pick<RecordedEvent, "at" | "event">[],
  giveUpMs: number,
): Progress {
  const deadlineAt = findDeadline(state, events, giveUpMs);
  if (deadlineAt === undefined) return {};
  const isHeld = holdsStock.has(state.status) && state.compensation === undefined;
  return { deadlineAt, ...(isHeld ? { stockHeldUntil: deadlineAt } : {}) };
}

function findDeadline(
  state: OrderState,
  events: readonly Pick<RecordedEvent, "at" | "event">[],
  giveUpMs: number,
): number | undefined {
  if (state.status === "CART") return cartEndsAt(state);
  if (isSettled(state)) return undefined;
  const asked = isUnpaid(state) ? events.findLast(({ event }) => event.type === "PaymentActionRequired") : undefined;
  return asked === undefined ? state.updatedAt + giveUpMs : asked.at + maxPaymentWaitMs;
}
