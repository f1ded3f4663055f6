import { and, arrayOverlaps, eq, lt, ne, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import {
  maxPaymentWaitMs,
  maxUnpaidGuestOrdersOfAddress,
  maxUnpaidGuestUnitsOfAddress,
  maxUnpaidOrdersOfCustomer,
  maxUnpaidOrdersOfGuest,
  maxUnpaidUnitsOfAccount,
} from "../domain/limits.ts";
import type { UnpaidOrder } from "../domain/model.ts";
import type { OrderState } from "../domain/order.ts";
import { unpaidOrders } from "../tables.ts";

export type UnpaidCount =
  /** The order is recorded. `replaced` are the oldest unpaid orders of the account, beyond its limit. */
  | { readonly type: "counted"; readonly replaced: readonly UnpaidOrder[] }
  /** The order is not recorded, because it would exceed a limit. */
  | { readonly type: "limited" }
  /** The row shows a later state of the order. */
  | { readonly type: "outdated" };

/** The unpaid orders of all accounts, with their limits. */
export interface UnpaidOrders {
  count(order: OrderState, now: number): Promise<UnpaidCount>;
  /** Returns the other unpaid orders of the account that hold at least one of these SKUs. */
  findHolding(order: OrderState, skus: readonly string[]): Promise<readonly UnpaidOrder[]>;
  changeOwner(paymentId: string, accountId: string): Promise<void>;
  remove(paymentId: string): Promise<void>;
}

/** Longer than a payment waits for its cardholder. An older row was left behind. */
const maxCountedMs = maxPaymentWaitMs + 60_000;

const unlimited = 2 ** 31 - 1;

/** Returns the unpaid orders in the database. `isLimited` is false in load tests, which wait for no limit. */
export function createUnpaidOrders(db: Database, isLimited: boolean): UnpaidOrders {
  return {
    count: (order, now) => countUnpaid(db, order, now, isLimited),
    findHolding: async ({ id, accountId }, skus) => {
      const { orderId, paymentId } = unpaidOrders;
      const isOther = and(eq(unpaidOrders.accountId, accountId), ne(orderId, id));
      return db
        .select({ orderId, paymentId })
        .from(unpaidOrders)
        .where(and(isOther, arrayOverlaps(unpaidOrders.skus, [...skus])))
        .orderBy(unpaidOrders.position);
    },
    changeOwner: async (paymentId, accountId) => {
      await db.update(unpaidOrders).set({ accountId }).where(eq(unpaidOrders.paymentId, paymentId));
    },
    remove: async (paymentId) => {
      await db.delete(unpaidOrders).where(eq(unpaidOrders.paymentId, paymentId));
    },
  };
}

/**
 * Records an order as unpaid, unless it would exceed a limit. The first statement locks the account and the network address,
 * so concurrent orders are counted one after the other. A repeated call finds its own record, and replaces only older orders.
 *
 * The order's row is locked and must not show a later state. So a late call records nothing after the order has ended: the
 * end is projected first, and removes the record after that.
 */
async function countUnpaid(db: Database, order: OrderState, now: number, isLimited: boolean): Promise<UnpaidCount> {
  const { id, accountId, sequence, paymentId = "", idempotencyKey = "", lines } = order;
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const skus = JSON.stringify(lines.map(({ sku }) => sku));
  const at = new Date(now).toISOString();
  const since = new Date(now - maxCountedMs).toISOString();
  const limit = (value: number) => sql`${isLimited ? value : unlimited}::bigint`;
  const [, counted] = await db.batch([
    // Every transaction locks an account before an address, so two of them never wait for each other.
    db.execute(sql`
      select pg_advisory_xact_lock(3, hashtext(${accountId})), (
        select pg_advisory_xact_lock(4, hashtext(address_hash)) from payment_attempts
        where order_id = ${id} and idempotency_key = ${idempotencyKey} and is_guest and address_hash is not null)`),
    db.execute<{ is_counted: boolean; is_limited: boolean; replaced: UnpaidOrder[] | null }>(sql`
      with placed as (
        select coalesce(a.is_guest, false) as is_guest, a.address_hash
        from orders o left join payment_attempts a on a.order_id = o.id and a.idempotency_key = ${idempotencyKey}
        where o.id = ${id} and o.sequence <= ${sequence}
        for share of o
      ), recorded as (
        select position from unpaid_orders where payment_id = ${paymentId}
      ), older as (
        select u.payment_id, u.order_id, u.units, u.account_id = ${accountId} as by_account,
          coalesce(p.is_guest and u.is_guest and u.address_hash = p.address_hash, false) as by_address,
          u.account_id = ${accountId} and row_number() over (
            partition by u.account_id = ${accountId} order by u.position desc
          ) >= case when p.is_guest then ${limit(maxUnpaidOrdersOfGuest)} else ${limit(maxUnpaidOrdersOfCustomer)} end
            as is_replaced
        from unpaid_orders u, placed p
        where u.order_id <> ${id} and u.started_at > ${since}::timestamptz
          and u.position < coalesce((select position from recorded), ${Number.MAX_SAFE_INTEGER}::bigint)
          and (u.account_id = ${accountId} or (p.is_guest and u.is_guest and u.address_hash = p.address_hash))
      ), totals as (
        select coalesce(sum(units) filter (where by_account), 0) + ${units}::int as account_units,
          count(*) filter (where by_address) + 1 as address_orders,
          coalesce(sum(units) filter (where by_address), 0) + ${units}::int as address_units
        from older where not is_replaced
      ), judged as (
        select p.*, account_units > ${limit(maxUnpaidUnitsOfAccount)} or (
          is_guest and (
            address_orders > ${limit(maxUnpaidGuestOrdersOfAddress)}
            or address_units > ${limit(maxUnpaidGuestUnitsOfAddress)}
          )) as is_limited
        from placed p, totals
      ), inserted as (
        insert into unpaid_orders (payment_id, order_id, account_id, is_guest, address_hash, units, skus, started_at)
        select ${paymentId}, ${id}, ${accountId}, is_guest, address_hash, ${units}::int,
          array(select jsonb_array_elements_text(${skus}::jsonb)), ${at}::timestamptz
        from judged where not is_limited
        on conflict do nothing
        returning 1
      )
      select exists (select from inserted) or exists (select from recorded) as is_counted, is_limited,
        (select json_agg(json_build_object('orderId', order_id, 'paymentId', payment_id))
          from older where is_replaced) as replaced
      from judged`),
  ]);
  const row = counted.rows[0];
  if (row === undefined) return { type: "outdated" };
  return row.is_counted ? { type: "counted", replaced: row.replaced ?? [] } : { type: "limited" };
}

/** Deletes records that were left behind. */
export async function deleteUnpaidBefore(db: Database, before: Date): Promise<void> {
  await db.delete(unpaidOrders).where(lt(unpaidOrders.startedAt, before));
}
