import { eq, lt } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { paymentEvents } from "../tables.ts";

export async function isWebhookProcessed(db: Database, id: string): Promise<boolean> {
  const rows = await db.select({ id: paymentEvents.id }).from(paymentEvents).where(eq(paymentEvents.id, id));
  return rows.length > 0;
}

export async function markWebhookProcessed(db: Database, id: string, orderId: string): Promise<void> {
  await db.insert(paymentEvents).values({ id, orderId }).onConflictDoNothing();
}

/** Deletes some of the marks of events that the provider no longer redelivers. */
export async function deleteWebhooksBefore(db: Database, before: Date): Promise<void> {
  await deleteSome(db, paymentEvents, lt(paymentEvents.receivedAt, before));
}
