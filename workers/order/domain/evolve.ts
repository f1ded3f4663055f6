import type { Evolver, Evolvers } from "./changes.ts";
import type { OrderEvent, OrderEventType, RecordedEvent } from "./events.ts";
import { evolveCart } from "./evolve-cart.ts";
import { evolveCompensation } from "./evolve-compensation.ts";
import { evolveDispute } from "./evolve-dispute.ts";
import { evolveLifecycle } from "./evolve-lifecycle.ts";
import { evolvePayment } from "./evolve-payment.ts";
import { evolveRefund } from "./evolve-refund.ts";
import { evolveReview } from "./evolve-review.ts";
import { evolveShipping } from "./evolve-shipping.ts";
import type { OrderState } from "./order.ts";

/** One evolver per event type. The compiler rejects a missing one, so every stored event can be folded. */
const evolvers: Evolvers<OrderEventType> = {
  ...evolveCart,
  ...evolveLifecycle,
  ...evolvePayment,
  ...evolveRefund,
  ...evolveDispute,
  ...evolveCompensation,
  ...evolveShipping,
  ...evolveReview,
};

/** Returns the order after one more event. Never throws for a recorded event. */
export function evolve(state: OrderState, recorded: RecordedEvent): OrderState {
  const { event, sequence, at } = recorded;
  const evolver = evolvers[event.type] as Evolver<OrderEventType>;
  const changes = evolver(event, state, { sequence, at });
  return Object.freeze({ ...state, ...changes, sequence, updatedAt: at } as OrderState);
}

/** Returns the state after events that are decided and not recorded yet. */
export function evolveDecided(state: OrderState, events: readonly OrderEvent[]): OrderState {
  return events.reduce(
    (current, event) => evolve(current, { sequence: current.sequence + 1, at: current.updatedAt, actor: "", event }),
    state,
  );
}
