import { describeError, log } from "../../kit/observability/log.ts";
import type { CatalogContext } from "../context.ts";
import { parseOrderFact } from "../domain/order-event.ts";
import { type Cancelled, type Confirmed, countSales, reverseSales } from "../store/units-sold.ts";

const longestDelaySeconds = 600;

/**
 * Takes what the order service says happened to orders, and counts units sold. A message that cannot be read goes to the
 * dead letters at once. While the database is away messages wait, longer each time.
 */
export async function handleOrderEvents(ctx: CatalogContext, batch: MessageBatch, deadLetters: Queue): Promise<void> {
  const confirmed: Confirmed[] = [];
  const cancelled: Cancelled[] = [];
  const fields = {
    service: "catalog",
    queue: batch.queue,
    messages: batch.messages.length,
    traceId: ctx.trace.traceId,
  };
  for (const message of batch.messages) {
    const fact = parseOrderFact(message.body);
    if (!fact.ok) await bury(message, deadLetters, `${fact.error.field.join(".")}: ${fact.error.message}`);
    else if (fact.value.type === "confirmed") confirmed.push(fact.value);
    else if (fact.value.type === "cancelled") cancelled.push(fact.value);
  }
  try {
    if (confirmed.length > 0) await countSales(ctx.db, confirmed);
    if (cancelled.length > 0) await reverseSales(ctx.db, cancelled);
    log("info", "order facts", { ...fields, confirmed: confirmed.length, cancelled: cancelled.length });
  } catch (error) {
    const attempts = Math.max(...batch.messages.map((message) => message.attempts));
    log("error", "order facts", { ...fields, attempts, error: describeError(error) });
    batch.retryAll({ delaySeconds: Math.min(2 ** attempts, longestDelaySeconds) });
  }
}

/** As it came, for a person to see. It is let go only when the dead letters have it. */
async function bury(message: Message, deadLetters: Queue, why: string): Promise<void> {
  try {
    await deadLetters.send(message.body, { contentType: "json" });
    message.ack();
    log("error", "order fact refused", { service: "catalog", messageId: message.id, error: why });
  } catch (error) {
    message.retry({ delaySeconds: 60 });
    log("error", "order fact refused", { service: "catalog", messageId: message.id, error: describeError(error) });
  }
}
