import { type SQL, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { requestFingerprint, type StockLine } from "../domain/inventory.ts";
import { intArray, textArray } from "./arrays.ts";
import { countUses, lockUses } from "./redemption-sql.ts";
import { storedSku } from "./skus.ts";

export interface RestockRequest {
  readonly reservationId: string;
  readonly idempotencyKey: string;
  readonly lines: readonly StockLine[];
  /** Also returns the uses of promotions that the order redeemed. */
  readonly releaseRedemptions: boolean;
}

/**
 * Returns sold units to stock, once per idempotency key. A check constraint on `restocked` rejects more units than were
 * sold, also under concurrency.
 */
export async function restock(db: Database, request: RestockRequest): Promise<Result<void, DomainError>> {
  try {
    return await returnToStock(db, request);
  } catch (error) {
    if (isConstraintViolation(error, "reservation_items_restocked")) return tooLarge;
    throw error;
  }
}

const tooLarge = invalid("RESTOCK_TOO_LARGE", "More units than were sold cannot be restocked", "lines");

async function returnToStock(db: Database, request: RestockRequest): Promise<Result<void, DomainError>> {
  const { reservationId, lines } = request;
  const key = `restock:${reservationId}:${request.idempotencyKey}`;
  const hash = requestFingerprint(reservationId, lines);
  const returned = request.releaseRedemptions ? [db.execute(returnUses(reservationId, key, hash))] : [];
  const skus = lines.map(({ sku }) => sku);
  const quantities = lines.map(({ quantity }) => quantity);
  const restocked = db.execute<{ sku: string }>(sql`
      with requested as (
        select coalesce(${storedSku(sql`w.sku`)}, w.sku) as sku, sum(w.quantity)::int as quantity
        from unnest(${textArray(skus)}, ${intArray(quantities)}) as w(sku, quantity) group by 1
      ), reservation as (
        select id from reservations where id = ${reservationId} and status = 'committed' for update
      ), fits as (
        select r.id from reservation r where not exists (
          select 1 from requested w left join reservation_items i on i.reservation_id = r.id and i.sku = w.sku
          where i.sku is null or i.restocked + w.quantity > i.quantity
        )
      ), change as (
        insert into stock_changes (key, request_hash) select ${key}, ${hash} from fits
        on conflict (key) do nothing returning key
      ), locked as materialized (
        select s.sku, w.quantity from stock s join requested w on w.sku = s.sku
        where exists (select 1 from change) order by s.sku for update of s
      ), items as (
        update reservation_items i set restocked = i.restocked + l.quantity
        from locked l where i.reservation_id = ${reservationId} and i.sku = l.sku returning i.sku, l.quantity
      ), returned as (
        update stock s set available = s.available + i.quantity, committed = s.committed - i.quantity, updated_at = now()
        from items i where s.sku = i.sku returning s.sku, i.quantity
      )
      insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      select sku, quantity, 0, -quantity, 'restock', ${`${reservationId}/${request.idempotencyKey}`} from returned returning sku`);
  const result = db.execute<{ hash: string | null; status: string | null }>(sql`
      select (select request_hash from stock_changes where key = ${key}) as hash,
        (select status from reservations where id = ${reservationId}) as status`);
  const [{ rows: changed }, { rows }] = await db.batch([restocked, result, ...returned]);
  if (changed.length > 0) return ok(undefined);
  const after = rows[0];
  if (after?.hash === hash) return ok(undefined);
  if (after?.hash != null) {
    return invalid("IDEMPOTENCY_KEY_REUSED", "This idempotency key was used for another restock", "idempotencyKey");
  }
  if (after?.status !== "committed")
    return invalid("RESERVATION_NOT_HELD", "The reservation is not committed", "reservationId");
  return tooLarge;
}

/**
 * Returns a statement that returns the redeemed uses of a reservation, once. It follows the restock with this key in the same
 * transaction, which has locked the reservation, and does nothing when that was rejected.
 */
function returnUses(reservationId: string, key: string, hash: string): SQL {
  return sql`
    with reservation as (
      select r.id from reservations r
      where r.id = ${reservationId} and r.status = 'committed'
        and exists (select 1 from stock_changes c where c.key = ${key} and c.request_hash = ${hash})
      for update
    ), uses as materialized (
      select u.promotion_id, u.code_id, u.counts_promotion, u.counts_code, u.customer_keys, true as is_redeemed
      from reservation_redemptions u join reservation r on r.id = u.reservation_id where not u.returned
    ), ${lockUses(sql`(select count(*) from reservation)`)}, ${countUses(sql`used = x.used - u.redeemed`)}
    update reservation_redemptions u set returned = true
    from uses x, (select count(*) from uses_locked) as after_locking
    where u.reservation_id = ${reservationId} and u.promotion_id = x.promotion_id`;
}
