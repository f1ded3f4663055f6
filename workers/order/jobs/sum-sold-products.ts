import type { OrderContext } from "../context.ts";
import { findMonthsWithoutSums, writeSumsOfMonth } from "../store/sold-products.ts";

const batchSize = 12;
/**
 * A month is summed a day after its end. A transaction that began before the end of the month, and does not mark it, has ended
 * by then.
 */
const marginMs = 24 * 3_600_000;

/** Stores what was sold in months that have ended, and again after one of their orders has changed. */
export async function sumSoldProducts(ctx: OrderContext): Promise<void> {
  const months = await findMonthsWithoutSums(ctx.db, new Date(ctx.now() - marginMs), batchSize);
  for (const month of months) await writeSumsOfMonth(ctx.db, month);
}
