import { getRetryDelaySeconds } from "../../kit/domain/queue-retry.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { findSender } from "../../kit/observability/queue-batch.ts";
import { type TraceParent, toTraceparent } from "../../kit/observability/trace.ts";
import type { AccountContext } from "../context.ts";
import { type EmailedEvent, parseEmailedEvent } from "../domain/order-event.ts";
import { relayOutbox, type Task } from "../outbox.ts";
import { insertOrderEmailTasks } from "../store/order-emails.ts";

const deadLetterRetrySeconds = 60;

/**
 * Handles a batch of order events: stores a task for each event that may send an email, once, and then runs the tasks. A
 * malformed message goes to the dead-letter queue immediately. When the database is down, the batch is retried with
 * exponential backoff. Returns the error for which it is retried.
 */
export async function handleOrderEmails(
  ctx: AccountContext,
  batch: MessageBatch,
  deadLetters: Queue,
): Promise<unknown> {
  const events: (EmailedEvent & { readonly sender: TraceParent | undefined })[] = [];
  for (const message of batch.messages) {
    const event = parseEmailedEvent(message.body, ctx.now());
    if (!event.ok) await deadLetter(message, deadLetters, `${event.error.field.join(".")}: ${event.error.message}`);
    else if (event.value !== undefined) events.push({ ...event.value, sender: findSender(message) });
  }
  if (events.length === 0) return undefined;
  try {
    const tasks = events.map(({ eventId, orderId, sequence, sender }) => {
      const trace = sender === undefined ? {} : { traceparent: toTraceparent(sender) };
      const task: Task = { type: "sendOrderEmail", orderId, sequence, ...trace };
      return { id: eventId, task };
    });
    const inserted = await insertOrderEmailTasks(ctx.db, tasks);
    if (inserted.length > 0) await relayOutbox(ctx, inserted);
    return undefined;
  } catch (error) {
    const attempts = Math.max(...batch.messages.map((message) => message.attempts));
    const fields = { messages: batch.messages.length, attempts, traceId: ctx.trace.traceId };
    log("error", "order emails", { ...fields, error: describeError(error) });
    batch.retryAll({ delaySeconds: getRetryDelaySeconds(batch.messages) });
    return error;
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
