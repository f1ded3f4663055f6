import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { WatchOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { evolve } from "../domain/evolve.ts";
import { isFinal, newOrder } from "../domain/order.ts";
import type { OrderView } from "../saga/saga-runner.ts";
import { streamEvents } from "../subscriptions/stream-events.ts";
import { isVisible } from "./shared/access.ts";
import { toEventMessage, toOrderMessage } from "./shared/mappers.ts";

type EventBatches = AsyncGenerator<readonly RecordedEvent[], void, undefined>;

export async function watchOrder({ orderId, after }: WatchOrderRequest, ctx: OrderContext) {
  if (after !== undefined && after < 0) throw invalid("INVALID_SEQUENCE", "`after` must be 0 or more", "after");
  if (parseIdPrefix(orderId) !== "ord") throw orderNotFound();
  const batches = streamEvents(ctx, orderId);
  const past = (await batches.next()).value ?? [];
  if (!mayWatch(ctx, past.reduce(append, emptyView))) {
    await batches.return();
    throw orderNotFound();
  }
  return withHeartbeats(changes(ctx, past, batches, after ?? past.length - 1), ctx.signal);
}

const emptyView: OrderView = { state: newOrder, events: [] };

function append({ state, events }: OrderView, event: RecordedEvent): OrderView {
  return { state: evolve(state, event), events: [...events, event] };
}

/** Yields each event after the sequence `after`, with the order as it was then. Ends when the order is final. */
async function* changes(ctx: OrderContext, past: readonly RecordedEvent[], batches: EventBatches, after: number) {
  let view = emptyView;
  const toMessages = (events: readonly RecordedEvent[]) =>
    events.flatMap((event) => {
      view = append(view, event);
      return event.sequence > after
        ? [{ event: toEventMessage(event, ctx.identity), order: toOrderMessage(view, ctx) }]
        : [];
    });
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

function mayWatch(ctx: OrderContext, view: OrderView): boolean {
  return isVisible(ctx, view, Permission.ORDER_READ_ANY);
}

const orderNotFound = () => notFound("Order not found", "orderId");
