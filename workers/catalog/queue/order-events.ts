import { getRetryDelaySeconds } from "../../kit/domain/queue-retry.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { annotate } from "../../kit/observability/operation.ts";
import type { CatalogContext } from "../context.ts";
import { parseOrderEvent } from "../domain/order-event.ts";
import { commitAll } from "../store/reservation-lifecycle.ts";
import { countSales, type OrderCancelled, type OrderConfirmed, reverseSales } from "../store/units-sold.ts";

const deadLetterRetrySeconds = 60;

/**
 * Handles a batch of order events: commits the reservations of confirmed orders and updates units sold. Both are done once per
 * order, so a batch can be delivered again. A malformed message goes to the dead-letter queue immediately. When the database is
 * down, the batch is retried with exponential backoff. Returns the error for which it is retried.
 *
 * Stock and units sold are two transactions, because imports lock products before stock.
 */
export async function handleOrderEvents(
  ctx: CatalogContext,
  batch: MessageBatch,
  deadLetters: Queue,
): Promise<unknown> {
  const confirmed: OrderConfirmed[] = [];
  const cancelled: OrderCancelled[] = [];
  const fields = {
    queue: batch.queue,
    messages: batch.messages.length,
    traceId: ctx.trace.traceId,
  };
  for (const message of batch.messages) {
    const event = parseOrderEvent(message.body);
    if (!event.ok) await deadLetter(message, deadLetters, `${event.error.field.join(".")}: ${event.error.message}`);
    else if (event.value.type === "confirmed") confirmed.push(event.value);
    else if (event.value.type === "cancelled") cancelled.push(event.value);
  }
  try {
    await commitReservations(ctx, confirmed, fields);
    if (confirmed.length > 0) await countSales(ctx.db, confirmed);
    if (cancelled.length > 0) await reverseSales(ctx.db, cancelled);
    annotate("batch", { confirmed: confirmed.length, cancelled: cancelled.length });
    return undefined;
  } catch (error) {
    const attempts = Math.max(...batch.messages.map((message) => message.attempts));
    log("error", "order events", { ...fields, attempts, error: describeError(error) });
    batch.retryAll({ delaySeconds: getRetryDelaySeconds(batch.messages) });
    return error;
  }
}

/** Commits the reservations of confirmed orders. An order that was confirmed always has one. */
async function commitReservations(
  ctx: CatalogContext,
  confirmed: readonly OrderConfirmed[],
  fields: { readonly queue: string; readonly traceId: string },
): Promise<void> {
  const sold = confirmed.flatMap(({ reservation }) => reservation ?? []);
  if (sold.length === 0) return;
  const { queue, traceId } = fields;
  for (const reservationId of await commitAll(ctx.db, sold)) {
    log("error", "sold reservation is not held", { queue, traceId, reservationId });
  }
}

/** Sends the unchanged body to the dead-letter queue. Acknowledges the message only after that succeeded. */
async function deadLetter(message: Message, deadLetters: Queue, reason: string): Promise<void> {
  try {
    await deadLetters.send(message.body, { contentType: "json" });
    message.ack();
    log("error", "order event rejected", { messageId: message.id, error: reason });
  } catch (error) {
    message.retry({ delaySeconds: deadLetterRetrySeconds });
    log("error", "order event rejected", { messageId: message.id, error: describeError(error) });
  }
}
