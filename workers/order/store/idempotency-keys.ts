import { and, eq, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import type { Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders } from "../tables.ts";
import { lockedKey, withKey } from "./advisory-lock.ts";
import { deadlineMs } from "./projection.ts";

/** Which order a key belongs to, before the order does anything. */
export interface IdempotencyKey {
  readonly orderId: string;
  readonly accountId: string;
  readonly idempotencyKey: string;
  /** When the watchdog is to look, in milliseconds since the epoch. */
  readonly deadlineAt: number;
}

/** A cart's row, so that its key can be claimed when it is placed. */
export async function insertCart(db: Database, orderId: string, accountId: string): Promise<void> {
  await db.insert(orders).values({ id: orderId, accountId, status: "CART" }).onConflictDoNothing();
}

/**
 * Claims a key for an order placed from lines. Refused when another order of the account has the key. A claim that is
 * there already, and about to be looked at, is looked at later: the order that may have come to nothing is begun again.
 */
export async function reserveKey(db: Database, claim: IdempotencyKey): Promise<Result<void, "KEY_TAKEN">> {
  const { orderId, accountId, idempotencyKey } = claim;
  const deadlineAt = new Date(claim.deadlineAt);
  const row = { id: orderId, accountId, status: "CLAIMED", deadlineAt };
  const setWhere = sql`${orders.status} = ${row.status} and ${isFading(claim)}`;
  const again = { target: orders.id, set: { deadlineAt }, setWhere };
  return withKey(() =>
    db
      .insert(orders)
      .values({ ...row, idempotencyKey: lockedKey(idempotencyKey, orderId) })
      .onConflictDoUpdate(again),
  );
}

/** As `claimKey`, for a cart that is being placed. */
export async function reserveKeyForCart(db: Database, claim: IdempotencyKey): Promise<Result<void, "KEY_TAKEN">> {
  const { orderId, accountId, idempotencyKey } = claim;
  const isAnother = and(eq(orders.status, "CART"), or(ne(orders.idempotencyKey, idempotencyKey), isFading(claim)));
  return withKey(() =>
    db
      .update(orders)
      .set({ idempotencyKey, deadlineAt: new Date(claim.deadlineAt) })
      .where(
        and(eq(orders.id, orderId), eq(orders.accountId, accountId), or(isNull(orders.idempotencyKey), isAnother)),
      ),
  );
}

/**
 * Whether a claim that is there ends before an order that is begun again has surely begun. Any other is left as it is:
 * should the order have ended while its row does not show it yet, nobody would wait for the later deadline.
 */
function isFading({ deadlineAt }: IdempotencyKey): SQL {
  const begun = new Date(deadlineAt - deadlineMs / 2).toISOString();
  return sql`coalesce(${orders.deadlineAt} < ${begun}::timestamptz, true)`;
}
