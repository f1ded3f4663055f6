import { eq, lt } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { paymentEvents } from "../tables.ts";

/** Returns true for the first delivery of an event, also when several deliveries arrive concurrently. */
export async function markWebhookProcessed(db: Database, id: string, orderId: string): Promise<boolean> {
  const rows = await db
    .insert(paymentEvents)
    .values({ id, orderId })
    .onConflictDoNothing()
    .returning({ id: paymentEvents.id });
  return rows.length === 1;
}

export async function unmarkWebhook(db: Database, id: string): Promise<void> {
  await db.delete(paymentEvents).where(eq(paymentEvents.id, id));
}

/** Deletes the marks of events that the provider no longer redelivers. */
export async function deleteWebhooksBefore(db: Database, before: Date): Promise<void> {
  await db.delete(paymentEvents).where(lt(paymentEvents.receivedAt, before));
}
