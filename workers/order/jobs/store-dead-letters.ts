import { log } from "../../kit/observability/log.ts";
import type { OrderContext } from "../context.ts";
import { storeDeadLetters } from "../store/dead-letters.ts";

/**
 * Stores integration events that a consumer failed to process, for staff. While the database is unavailable, the messages
 * stay in the queue.
 */
export async function handleDeadLetters(ctx: OrderContext, batch: MessageBatch): Promise<void> {
  await storeDeadLetters(
    ctx.db,
    batch.messages.map(({ id, body }) => ({ id, body })),
  );
  for (const { id } of batch.messages) log("error", "dead letter", { service: "order", messageId: id });
}
