import { log } from "../../kit/observability/log.ts";
import type { OrderContext } from "../context.ts";
import { storeDeadLetters } from "../store/dead-letters.ts";

/** Keeps what nobody could take where staff see it. While the database is away the messages wait in their queue. */
export async function storeDeadLettersOf(ctx: OrderContext, batch: MessageBatch): Promise<void> {
  await storeDeadLetters(
    ctx.db,
    batch.messages.map(({ id, body }) => ({ id, body })),
  );
  for (const { id } of batch.messages) log("error", "dead fact", { service: "order", messageId: id });
}
