import { and, inArray, isNotNull, notInArray, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders } from "../tables.ts";

/** The condition of an order that was placed and not rejected. */
const isPlaced = and(isNotNull(orders.placedAt), notInArray(orders.status, ["CART", "CLAIMED", "REJECTED"]));

export interface TotalsRow {
  readonly accountId: string;
  readonly currency: string;
  readonly orderCount: number;
  readonly paidMinor: bigint;
  readonly refundedMinor: bigint;
  readonly lastOrderAt: Date;
}

/** Returns one row for each account and currency that has orders. */
export async function sumOrders(db: Database, accountIds: readonly string[]): Promise<readonly TotalsRow[]> {
  const isPaid = inArray(orders.paymentStatus, ["PAID", "PARTIALLY_REFUNDED", "REFUNDED"]);
  return db
    .select({
      accountId: orders.accountId,
      currency: orders.currency,
      orderCount: sql`count(*)`.mapWith(Number),
      paidMinor: sql`coalesce(sum(${orders.totalMinor}) filter (where ${isPaid}), 0)`.mapWith(BigInt),
      refundedMinor: sql`coalesce(sum(${orders.refundedMinor}), 0)`.mapWith(BigInt),
      lastOrderAt: sql`max(${orders.placedAt})`.mapWith(orders.placedAt),
    })
    .from(orders)
    .where(and(inArray(orders.accountId, [...accountIds]), isPlaced))
    .groupBy(orders.accountId, orders.currency)
    .orderBy(orders.currency);
}

/** Returns those of the accounts that have an order. */
export async function findBuyers(db: Database, accountIds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from unnest(${sql.param([...accountIds])}::text[]) as requested(id)
    where exists (select 1 from ${orders} where ${orders.accountId} = requested.id and ${isPlaced})`);
  return rows.map(({ id }) => id);
}
