import { type SQL, sql } from "drizzle-orm";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { requestFingerprint } from "../domain/inventory.ts";
import { type RecordedReservation, restockedUnits, type StoredReservation } from "../domain/stock-rebuild.ts";
import { textArray } from "./arrays.ts";
import { lockQuery } from "./redemption-requests.ts";
import { storedSku } from "./skus.ts";

/** What the catalog has of a batch of orders. */
export interface StoredStock {
  readonly reservations: ReadonlyMap<string, StoredReservation>;
  /** Available units by SKU, in the spelling of the order. Unknown SKUs are absent. */
  readonly available: ReadonlyMap<string, number>;
  /** The orders whose units sold are counted, and whether that count was reversed. */
  readonly sales: ReadonlyMap<string, { readonly isCancelled: boolean }>;
  /** Promotions and coupon codes that exist. Codes are in upper case, with the id of their promotion. */
  readonly promotions: ReadonlySet<string>;
  readonly couponCodes: ReadonlySet<string>;
}

/** Reads what the catalog has of these reservations, in one round trip. */
export async function readStoredStock(
  db: Database,
  orderIds: readonly string[],
  recorded: readonly RecordedReservation[],
): Promise<StoredStock> {
  const ids = recorded.map(({ id }) => id);
  const keys = recorded.flatMap(({ id, restocks }) => restocks.map(({ key }) => toStoredKey(id, key)));
  const skus = [...new Set(recorded.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
  const promotionIds = [...new Set(recorded.flatMap(({ redemptions }) => redemptions.map((use) => use.promotionId)))];
  const [reservations, restocks, stock, sales, promotions, codes] = await db.batch([
    db.execute<{ id: string; orderId: string; status: StoredReservation["status"] }>(sql`
      select id, order_id as "orderId", status from reservations where id = any(${textArray(ids)})`),
    db.execute<{ key: string }>(sql`select key from stock_changes where key = any(${textArray(keys)})`),
    db.execute<{ sku: string; available: number }>(sql`
      select w.sku, s.available from unnest(${textArray(skus)}) as w(sku) join stock s on s.sku = ${storedSku(sql`w.sku`)}`),
    db.execute<{ id: string; isCancelled: boolean }>(sql`
      select order_id as id, cancelled as "isCancelled" from order_sales where order_id = any(${textArray(orderIds)})`),
    db.execute<{ id: string }>(sql`select id from promotions where id = any(${textArray(promotionIds)})`),
    db.execute<{ promotionId: string; code: string }>(sql`
      select promotion_id as "promotionId", upper(code) as code from coupon_codes
      where promotion_id = any(${textArray(promotionIds)})`),
  ]);
  const made = new Set(restocks.rows.map(({ key }) => key));
  const keysOf = new Map(recorded.map(({ id, restocks }) => [id, restocks.map(({ key }) => key)]));
  const toStored = ({ id, orderId, status }: (typeof reservations.rows)[number]) =>
    [
      id,
      { orderId, status, restockKeys: new Set(keysOf.get(id)?.filter((key) => made.has(toStoredKey(id, key)))) },
    ] as const;
  return {
    reservations: new Map(reservations.rows.map(toStored)),
    available: new Map(stock.rows.map(({ sku, available }) => [sku, available])),
    sales: new Map(sales.rows.map(({ id, isCancelled }) => [id, { isCancelled }])),
    promotions: new Set(promotions.rows.map(({ id }) => id)),
    couponCodes: new Set(codes.rows.map(({ promotionId, code }) => couponCodeKey(promotionId, code))),
  };
}

export const couponCodeKey = (promotionId: string, code: string): string => `${promotionId} ${code.toUpperCase()}`;

/** The key under which `restock` records a restock. */
const toStoredKey = (reservationId: string, key: string): string => `restock:${reservationId}:${key}`;

export interface Oversold {
  readonly sku: string;
  readonly quantity: number;
}

/** A reservation that an order needs expires after this time, and is extended then. */
const reservationTtl = sql`interval '15 minutes'`;
/** A first use by a customer that runs concurrently fails once, and sees the other use in the next attempt. */
const maxAttempts = 5;

/**
 * Writes a reservation that is missing, or was released although its order is paid, with its units and its uses of promotions. All
 * SKUs must exist. The units are taken even if too few are available: they are sold. The stock is increased by the missing
 * units, which are returned, because they were received after the time of the backup, or were sold twice. Uses of
 * promotions beyond a limit are recorded without being counted.
 */
export async function writeReservation(db: Database, recorded: RecordedReservation): Promise<readonly Oversold[]> {
  const { lines, customerKeys } = recorded;
  const redemptions = recorded.redemptions.map((use) => ({ ...use, required: false }));
  const lock = lockQuery({ lines, redemptions, context: { customerKeys } });
  for (let attempt = 1; ; attempt++) {
    try {
      const [, { rows }] = await db.batch([
        db.execute(lock),
        db.execute<Oversold & Record<string, unknown>>(writeQuery(recorded)),
      ]);
      return rows;
    } catch (error) {
      if (attempt === maxAttempts || !isConstraintViolation(error, "promotion_customers_usage_limit")) throw error;
    }
  }
}

function writeQuery({ id, orderId, status, lines, restocks, ...recorded }: RecordedReservation): SQL {
  const restocked = restockedUnits(restocks);
  const rows = lines.map(({ unitPriceMinor, ...line }, position) => ({
    ...line,
    restocked: restocked.get(line.sku) ?? 0,
    price: unitPriceMinor.toString(),
    position: position + 1,
  }));
  const changes = restocks.map((restock) => ({
    key: toStoredKey(id, restock.key),
    hash: requestFingerprint(id, restock.lines),
  }));
  const isHeld = sql`${status === "held"}::boolean`;
  return sql`
    with requested as (
      select coalesce(${storedSku(sql`w.sku`)}, w.sku) as sku, w.position, w.quantity, w.restocked, w.name,
        w."productId" as product_id, w.price, w.currency
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as w(sku text, position int, quantity int, restocked int, name text, "productId" text, price bigint, currency text)
    ), locked as materialized (
      select s.sku, s.available from stock s where s.sku = any(array(select sku from requested)) order by s.sku for update
    ), reservation as (
      insert into reservations (id, order_id, status, expires_at)
      select ${id}, ${orderId}, ${status}, now() + ${reservationTtl} from (select count(*) from locked) as after_locking
      on conflict (id) do update set status = excluded.status, updated_at = now()
        where reservations.status = 'released' and excluded.status = 'committed'
          and reservations.order_id = excluded.order_id
      returning id
    ), items as (
      insert into reservation_items
        (reservation_id, position, sku, quantity, restocked, name, product_id, unit_price_minor, currency)
      select r.id, w.position, w.sku, w.quantity, w.restocked, w.name, w.product_id, w.price, w.currency
      from requested w, reservation r
      on conflict (reservation_id, sku) do update set restocked = excluded.restocked
      returning sku, quantity - restocked as units
    ), restocks as (
      insert into stock_changes (key, request_hash)
      select c.key, c.hash from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c(key text, hash text), reservation
      on conflict (key) do nothing
    ), ${writeUses({ ...recorded, restocks }, isHeld)}, changed as (
      update stock s set
        available = s.available - i.units + greatest(i.units - l.available, 0),
        reserved = s.reserved + case when ${isHeld} then i.units else 0 end,
        committed = s.committed + case when ${isHeld} then 0 else i.units end,
        updated_at = now()
      from items i join locked l on l.sku = i.sku where s.sku = i.sku
      returning s.sku, i.units, greatest(i.units - l.available, 0) as oversold
    ), entered as (
      insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      select sku, -units, case when ${isHeld} then units else 0 end, case when ${isHeld} then 0 else units end, 'rebuild', ${id}
      from changed where units > 0
      union all
      select sku, oversold, 0, 0, 'adjust', ${`system: sold, but not in the restored stock: ${id}`}
      from changed where oversold > 0
    )
    select sku, oversold as quantity from changed where oversold > 0 order by sku`;
}

/** Common table expressions that record the uses of promotions of the reservation, and count those with a limit that has room. */
function writeUses(
  { redemptions, customerKeys, restocks }: Pick<RecordedReservation, "redemptions" | "customerKeys" | "restocks">,
  isHeld: SQL,
): SQL {
  const isReturned = sql`${restocks.some(({ releasesRedemptions }) => releasesRedemptions)}::boolean`;
  const counts = sql`reserved = x.reserved + case when ${isHeld} then 1 else 0 end,
    used = x.used + case when ${isHeld} then 0 else 1 end`;
  return sql`
    uses as (
      insert into reservation_redemptions
        (reservation_id, promotion_id, code_id, counts_promotion, counts_code, customer_keys, returned)
      select r.id, p.id, c.id,
        coalesce(p.reserved + p.used < p.usage_limit, false) and not ${isReturned},
        coalesce(c.reserved + c.used < c.usage_limit, false) and not ${isReturned},
        case when p.usage_limit_per_customer is null or ${isReturned} then '{}' else array(
          select k.key from unnest(${textArray(customerKeys)}) as k(key)
          where not exists (
            select 1 from promotion_customers u where u.promotion_id = p.id and u.customer_key = k.key
              and u.reserved + u.used >= p.usage_limit_per_customer
          )
        ) end,
        ${isReturned}
      from reservation r
      cross join unnest(${textArray(redemptions.map(({ promotionId }) => promotionId))},
        ${textArray(redemptions.map(({ code }) => code))}) as n(promotion_id, code)
      join promotions p on p.id = n.promotion_id
      left join coupon_codes c on n.code <> '' and upper(c.code) = upper(n.code) and c.promotion_id = p.id
      on conflict do nothing
      returning promotion_id, code_id, counts_promotion, counts_code, customer_keys
    ), counted_promotions as (
      update promotions x set ${counts} from uses u where x.id = u.promotion_id and u.counts_promotion
    ), counted_codes as (
      update coupon_codes x set ${counts} from uses u where x.id = u.code_id and u.counts_code
    ), counted_customers as (
      insert into promotion_customers as x (promotion_id, customer_key, usage_limit, reserved, used)
      select u.promotion_id, k.key, p.usage_limit_per_customer, ${isHeld}::int, (not ${isHeld})::int
      from uses u join promotions p on p.id = u.promotion_id, unnest(u.customer_keys) as k(key)
      order by u.promotion_id, k.key
      on conflict (promotion_id, customer_key) do update set ${counts}, usage_limit = excluded.usage_limit
    )`;
}
