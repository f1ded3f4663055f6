import { eq, lt } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { paymentEvents } from "../tables.ts";

/** True the first time: of several copies at once, for one. */
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

/** Those that the provider will not send again. */
export async function forgetPaymentEventsBefore(db: Database, before: Date): Promise<void> {
  await db.delete(paymentEvents).where(lt(paymentEvents.receivedAt, before));
}
