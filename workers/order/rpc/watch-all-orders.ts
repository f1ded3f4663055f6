import { OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import type { WatchAllOrdersRequest } from "../../../proto/gen/order/v1/sales_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import type { OrderContext } from "../context.ts";
import { evolve } from "../domain/evolve.ts";
import { newOrder } from "../domain/order.ts";
import { type ChangedOrder, listChangedOrders } from "../store/sales.ts";
import { toEventMessage, toOrderMessage } from "./shared/mappers.ts";
import { parseStatuses } from "./shared/order-filter.ts";

const pollMs = 1_000;
/** A row that is written later than this after its event is missed. */
const overlapMs = 10_000;
/** Of more orders that change in the overlap, the oldest are missed. */
const maxChanged = 200;

export async function watchAllOrders({ statuses }: WatchAllOrdersRequest, ctx: OrderContext) {
  return withHeartbeats(streamAllEvents(ctx, new Set(parseStatuses(statuses, OrderStatus, "status"))), ctx.signal);
}

/**
 * Polls the rows of the lists, which orders write when they end and while they wait, and reads the events of those that have
 * changed. So a plain order costs nothing more, whether or not staff watch.
 */
async function* streamAllEvents(ctx: OrderContext, statuses: ReadonlySet<string>) {
  const startedAt = ctx.now();
  let newest = startedAt;
  /** The last event of each order that was read, until its row is older than the overlap. */
  let known: ReadonlyMap<string, number> = new Map();
  while (!ctx.signal.aborted) {
    const changed = await listChangedOrders(ctx.db, new Date(Math.max(startedAt, newest - overlapMs)), maxChanged);
    const latest = new Map<string, number>();
    for (const order of changed.toReversed()) {
      const after = known.get(order.id) ?? 0;
      const events = order.sequence <= after ? [] : await readEvents(ctx, order, { after, since: startedAt });
      for (const { message, status } of events) if (statuses.size === 0 || statuses.has(status)) yield message;
      latest.set(order.id, events.at(-1)?.message.event.sequence ?? Math.max(after, order.sequence));
    }
    known = latest;
    newest = Math.max(newest, Number(changed[0]?.changed_ms ?? 0));
    await scheduler.wait(pollMs, { signal: ctx.signal }).catch(() => {});
  }
}

/** Returns the events of an order after a sequence and since a time, each with the order as it was then. */
async function readEvents(
  ctx: OrderContext,
  { id }: ChangedOrder,
  { after, since }: { readonly after: number; readonly since: number },
) {
  const view = await ctx.object(id).read();
  let state = newOrder;
  return (view?.events ?? []).flatMap((recorded, index, events) => {
    state = evolve(state, recorded);
    if (recorded.sequence <= after || recorded.at < since) return [];
    const order = toOrderMessage({ state, events: events.slice(0, index + 1) }, ctx);
    return [{ message: { event: toEventMessage(recorded, ctx.identity), order }, status: state.status }];
  });
}
