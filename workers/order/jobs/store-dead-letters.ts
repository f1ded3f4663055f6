import { getRetryDelaySeconds } from "../../kit/domain/queue-retry.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { OrderContext } from "../context.ts";
import { storeDeadLetters } from "../store/dead-letters.ts";

/**
 * Stores integration events that a consumer failed to process, for staff. While the database is unavailable, the batch is
 * retried with exponential backoff. After the last retry, 15 hours later, the messages go to the queue `order-facts-parked`,
 * which has no consumer. Returns the error for which the batch is retried.
 */
export async function handleDeadLetters(ctx: OrderContext, batch: MessageBatch): Promise<unknown> {
  const { messages } = batch;
  try {
    await storeDeadLetters(
      ctx.db,
      messages.map(({ id, body }) => ({ id, body })),
    );
  } catch (error) {
    const attempts = Math.max(...messages.map((message) => message.attempts));
    const fields = { messages: messages.length, attempts, traceId: ctx.trace.traceId };
    log("error", "dead letters not stored", { ...fields, error: describeError(error) });
    batch.retryAll({ delaySeconds: getRetryDelaySeconds(messages) });
    return error;
  }
  for (const { id } of messages) log("error", "dead letter", { messageId: id });
  return undefined;
}
