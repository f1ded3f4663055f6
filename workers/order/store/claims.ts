import { and, eq, isNull, or } from "drizzle-orm";
import type { Database } from "../../kit/postgres.ts";
import type { Result } from "../../kit/result.ts";
import { orders } from "../tables.ts";
import { type KeyOwner, withKey } from "./key.ts";

/** Which order a key belongs to, before the order does anything. */
export interface Claim extends KeyOwner {
  /** When the watchdog is to look, in milliseconds since the epoch. */
  readonly deadlineAt: number;
}

/** A cart's row, so that its key can be claimed when it is placed. */
export async function insertCart(db: Database, orderId: string, accountId: string): Promise<void> {
  await db.insert(orders).values({ id: orderId, accountId, status: "CART" }).onConflictDoNothing();
}

/**
 * Claims a key for an order placed from lines. Refused when another order of the account has the key. A claim that is
 * there already is looked at later: the order that may have come to nothing is begun again.
 */
export async function claimKey(db: Database, claim: Claim): Promise<Result<void, "KEY_TAKEN">> {
  const { orderId: id, accountId, idempotencyKey } = claim;
  const row = { id, accountId, idempotencyKey, status: "CLAIMED", deadlineAt: new Date(claim.deadlineAt) };
  const again = { target: orders.id, set: { deadlineAt: row.deadlineAt }, setWhere: eq(orders.status, row.status) };
  return withKey(db, claim, () => db.insert(orders).values(row).onConflictDoUpdate(again));
}

/** Claims a key for a cart that is being placed. */
export async function claimKeyForCart(db: Database, claim: Claim): Promise<Result<void, "KEY_TAKEN">> {
  const { orderId, accountId, idempotencyKey } = claim;
  return withKey(db, claim, () =>
    db
      .update(orders)
      .set({ idempotencyKey, deadlineAt: new Date(claim.deadlineAt) })
      .where(
        and(
          eq(orders.id, orderId),
          eq(orders.accountId, accountId),
          or(isNull(orders.idempotencyKey), eq(orders.status, "CART")),
        ),
      ),
  );
}
