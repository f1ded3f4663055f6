import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { WatchOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { append, emptyHistory, isCartChangeEvent } from "../domain/cart-history.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { isFinal } from "../domain/order.ts";
import type { OrderView } from "../saga/saga-runner.ts";
import { streamEvents } from "../subscriptions/stream-events.ts";
import { isVisible } from "./shared/access.ts";
import { toEventMessage, toOrderMessageWithActions } from "./shared/mappers.ts";

type EventBatches = AsyncGenerator<readonly RecordedEvent[], void, undefined>;

export async function watchOrder({ orderId, after }: WatchOrderRequest, ctx: OrderContext) {
  if (after !== undefined && after < 0) throw invalid("INVALID_SEQUENCE", "`after` must be 0 or more", "after");
  if (parseIdPrefix(orderId) !== "ord") throw orderNotFound();
  const batches = streamEvents(ctx, orderId);
  const past = (await batches.next()).value ?? [];
  if (!mayWatch(ctx, past.reduce(append, emptyHistory))) {
    await batches.return();
    throw orderNotFound();
  }
  return withHeartbeats(changes(ctx, past, batches, after ?? (past.at(-1)?.sequence ?? 0) - 1), ctx.signal);
}

/**
 * Yields each event after the sequence `after`, with the order as it was then. Ends when the order is final. Past changes of
 * a cart come with the cart after the last of them: the log does not have its lines before.
 */
async function* changes(ctx: OrderContext, past: readonly RecordedEvent[], batches: EventBatches, after: number) {
  let view: OrderView = emptyHistory;
  const toMessages = (events: readonly RecordedEvent[]) => {
    const views = events.map((event) => {
      view = append(view, event);
      return view;
    });
    return events.flatMap((event, index) => {
      const shown = views[findLastOfRun(events, index)] ?? view;
      return event.sequence > after
        ? [{ event: toEventMessage(event, ctx.identity), order: toOrderMessageWithActions(shown, ctx) }]
        : [];
    });
  };
  yield* toMessages(past);
  while (!isFinal(view.state)) {
    const { done, value: events = [] } = await batches.next();
    if (done) return;
    const messages = toMessages(events);
    // The owner of the order may have changed.
    if (!mayWatch(ctx, view)) throw orderNotFound();
    yield* messages;
  }
  await batches.return();
}

/** Returns the index of the last of the consecutive changes of a cart that start here. */
function findLastOfRun(events: readonly RecordedEvent[], index: number): number {
  const end = events.findIndex(({ event }, other) => other >= index && !isCartChangeEvent(event));
  return end === index ? index : (end < 0 ? events.length : end) - 1;
}

function mayWatch(ctx: OrderContext, view: OrderView): boolean {
  return isVisible(ctx, view, Permission.ORDER_READ_ANY);
}

const orderNotFound = () => notFound("Order not found", "orderId");
