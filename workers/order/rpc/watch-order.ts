import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { WatchOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { evolve } from "../domain/evolve.ts";
import { isOver, newOrder } from "../domain/order.ts";
import type { OrderView } from "../saga/saga-runner.ts";
import { eventsOf } from "../subscriptions/stream-events.ts";
import { isVisible } from "./shared/access.ts";
import { eventMessage, orderMessage } from "./shared/mappers.ts";

type Frames = AsyncGenerator<readonly RecordedEvent[], void, undefined>;

export async function watchOrder({ orderId, after }: WatchOrderRequest, ctx: OrderContext) {
  if (after !== undefined && after < 0) throw invalid("INVALID_SEQUENCE", "a sequence is 0 or more", "after");
  if (parseIdPrefix(orderId) !== "ord") throw noOrder();
  const frames = eventsOf(ctx, orderId);
  const past = (await frames.next()).value ?? [];
  if (!mayWatch(ctx, past.reduce(append, nothing))) {
    await frames.return();
    throw noOrder();
  }
  return withHeartbeats(changes(ctx, past, frames, after ?? past.length - 1), ctx.signal);
}

const nothing: OrderView = { state: newOrder, events: [] };

function append({ state, events }: OrderView, event: RecordedEvent): OrderView {
  return { state: evolve(state, event), events: [...events, event] };
}

/** Each event behind `after`, with the order as it was then, until nothing more can happen to it. */
async function* changes(ctx: OrderContext, past: readonly RecordedEvent[], frames: Frames, after: number) {
  let view = nothing;
  const tell = (events: readonly RecordedEvent[]) =>
    events.flatMap((event) => {
      view = append(view, event);
      return event.sequence > after ? [{ event: eventMessage(event), order: orderMessage(view, ctx) }] : [];
    });
  yield* tell(past);
  while (!isOver(view.state)) {
    const { done, value: events = [] } = await frames.next();
    if (done) return;
    const messages = tell(events);
    // Whose it is may just have changed.
    if (!mayWatch(ctx, view)) throw noOrder();
    yield* messages;
  }
  await frames.return();
}

function mayWatch(ctx: OrderContext, view: OrderView): boolean {
  return isVisible(ctx, view, Permission.ORDER_READ_ANY);
}

const noOrder = () => notFound("there is no such order", "orderId");
