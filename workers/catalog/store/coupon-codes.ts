import { and, eq, getTableColumns, gt, type SQL, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { couponCodes } from "../tables/promotions.ts";
import { keyReused } from "./creation.ts";
import { usesColumn } from "./redemption-sql.ts";

export type CouponCodeRow = typeof couponCodes.$inferSelect;

const counted = {
  table: sql`coupon_codes`,
  redemptions: sql`r.promotion_id = coupon_codes.promotion_id and r.code_id = coupon_codes.id`,
  isCounted: sql`r.counts_code`,
};

const columns = {
  ...getTableColumns(couponCodes),
  reserved: usesColumn(counted, "reserved"),
  used: usesColumn(counted, "used"),
};

export interface CouponBatch {
  readonly promotionId: string;
  readonly key: string;
  readonly requestHash: string;
  readonly usageLimit: number | null;
  readonly codes: readonly { readonly id: string; readonly code: string }[];
}

/** Inserts coupon codes once per key. A repeated request returns the codes of the first one. */
export async function insertCouponCodes(
  db: Database,
  { promotionId, key, requestHash, usageLimit, codes }: CouponBatch,
): Promise<Result<readonly CouponCodeRow[], DomainError>> {
  try {
    const [, { rows: batches }, rows] = await db.batch([
      db.execute(sql`
        with batch as (
          insert into coupon_batches (key, promotion_id, request_hash) values (${key}, ${promotionId}, ${requestHash})
          on conflict (key) do nothing returning key
        )
        insert into coupon_codes (id, promotion_id, code, usage_limit, batch_key)
        select c.id, ${promotionId}, c.code, ${usageLimit}::int, batch.key
        from batch, jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) as c(id text, code text)`),
      db.execute<{ hash: string }>(sql`select request_hash as hash from coupon_batches where key = ${key}`),
      db.select(columns).from(couponCodes).where(eq(couponCodes.batchKey, key)).orderBy(couponCodes.id),
    ]);
    if (batches[0]?.hash === requestHash) return ok(rows);
    return keyReused;
  } catch (error) {
    if (isConstraintViolation(error, "coupon_codes_code")) return invalid("CODE_TAKEN", "The code is in use", "code");
    if (findPostgresError(error)?.code === "23503") return invalid("NOT_FOUND", "Promotion not found", "promotionId");
    throw error;
  }
}

/** Returns the code in any case. */
export async function findCouponCode(db: Database, code: string): Promise<CouponCodeRow | undefined> {
  const [row] = await db.select(columns).from(couponCodes).where(sql`upper(${couponCodes.code}) = upper(${code})`);
  return row;
}

export interface CouponCodeQuery {
  readonly promotionId: string;
  /** The start of a code, in any case. */
  readonly prefix: string;
  readonly after: string;
  readonly limit: number;
}

/**
 * Returns codes of promotions, oldest first, and those with a prefix in the order of the codes: a page per query, all in one round trip.
 * An index has each order, so a page reads its own rows only.
 */
export async function listCouponCodes(
  db: Database,
  queries: readonly CouponCodeQuery[],
): Promise<readonly (readonly CouponCodeRow[])[]> {
  const [first, ...others] = queries.map((query) => selectCouponCodes(db, query));
  return first === undefined ? [] : db.batch([first, ...others]);
}

function selectCouponCodes(db: Database, { promotionId, prefix, after, limit }: CouponCodeQuery) {
  const isNext = prefix === "" ? gt(couponCodes.id, after) : and(startsWith(prefix), isCodeAfter(after));
  return db
    .select(columns)
    .from(couponCodes)
    .where(and(eq(couponCodes.promotionId, promotionId), isNext))
    .orderBy(prefix === "" ? couponCodes.id : sortedCode)
    .limit(limit);
}

/** The code as the index `coupon_codes_prefix` has it: in the order of its bytes. */
const sortedCode = sql`upper(${couponCodes.code}) collate "C"`;

/** Bounds, and not a pattern: a plan for all parameters uses the index too. The end has the last character of Unicode. */
const startsWith = (prefix: string): SQL =>
  sql`${sortedCode} >= upper(${prefix}) and ${sortedCode} < upper(${prefix}) || ${"\u{10FFFF}"}`;

/** Two codes of a promotion differ in upper case. Codes are never deleted while their promotion exists. */
const isCodeAfter = (id: string): SQL | undefined =>
  id === "" ? undefined : sql`${sortedCode} > (select upper(code) from coupon_codes where id = ${id})`;

/** Returns the code, or undefined when there is none with this id. */
export async function setCouponCodeActive(
  db: Database,
  id: string,
  active: boolean,
): Promise<CouponCodeRow | undefined> {
  const [row] = await db.update(couponCodes).set({ active }).where(eq(couponCodes.id, id)).returning(columns);
  return row;
}
