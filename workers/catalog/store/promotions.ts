import { and, desc, eq, getTableColumns, inArray, or, type SQL, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import type { Promotion, PromotionStatus } from "../domain/pricing/promotion.ts";
import type { PromotionConditions, PromotionReward } from "../domain/pricing/promotion-rule.ts";
import { promotions } from "../tables/promotions.ts";
import { type Creation, checkRequestHash } from "./creation.ts";
import { earlierUses, usesColumn } from "./redemption-sql.ts";

/** A promotion with its state. */
export interface PromotionRow extends Promotion {
  readonly id: string;
  readonly active: boolean;
  /** Null in a draft. */
  readonly activatedAt: Date | null;
  readonly reserved: number;
  readonly used: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const counted = {
  table: sql`promotions`,
  redemptions: sql`r.promotion_id = promotions.id`,
  isCounted: sql`r.counts_promotion`,
};

const columns = {
  ...getTableColumns(promotions),
  reserved: usesColumn(counted, "reserved"),
  used: usesColumn(counted, "used"),
};

export async function findPromotion(
  db: Database,
  key: { readonly id: string } | { readonly slug: string },
): Promise<PromotionRow | undefined> {
  const isKey = "id" in key ? eq(promotions.id, key.id) : eq(promotions.slug, key.slug);
  const [row] = await db.select(columns).from(promotions).where(isKey);
  return row && fromRow(row);
}

/** Returns the promotions with these ids. */
export async function findPromotions(db: Database, ids: readonly string[]): Promise<readonly PromotionRow[]> {
  const rows = await db
    .select(columns)
    .from(promotions)
    .where(inArray(promotions.id, [...ids]));
  return rows.map(fromRow);
}

export interface PromotionQuery {
  /** All statuses if empty. */
  readonly statuses: readonly PromotionStatus[];
  readonly after: { readonly time: number; readonly id: string } | undefined;
  readonly limit: number;
  readonly now: Date;
}

/** Returns promotions, newest first. */
export async function listPromotions(db: Database, query: PromotionQuery): Promise<readonly PromotionRow[]> {
  const { statuses, after, limit, now } = query;
  const isAfter =
    after === undefined
      ? undefined
      : sql`(${promotions.createdAt}, ${promotions.id}) < (${new Date(after.time).toISOString()}::timestamptz, ${after.id})`;
  const hasStatus = statuses.length === 0 ? undefined : or(...statuses.map((status) => statusIs(status, now)));
  const rows = await db
    .select(columns)
    .from(promotions)
    .where(and(hasStatus, isAfter))
    .orderBy(desc(promotions.createdAt), desc(promotions.id))
    .limit(limit);
  return rows.map(fromRow);
}

/** Inserts a promotion as a draft, once per key. A repeated request returns the promotion of the first one. */
export async function insertPromotion(
  db: Database,
  promotion: Promotion & { readonly id: string },
  creation: Creation | undefined,
): Promise<Result<PromotionRow, DomainError>> {
  const values = { ...toColumns(promotion), ...creation } as typeof promotions.$inferInsert;
  const isCreated =
    creation === undefined ? eq(promotions.id, promotion.id) : eq(promotions.creationKey, creation.creationKey);
  const [, [row]] = await db.batch([
    db.insert(promotions).values(values).onConflictDoNothing(),
    db.select(columns).from(promotions).where(isCreated),
  ]);
  if (row === undefined) return slugTaken;
  const created = creation === undefined ? ok(row) : checkRequestHash(row, creation.requestHash);
  return created.ok ? ok(fromRow(created.value)) : created;
}

/**
 * Updates the fields of a promotion that `changes` has, if `version` is the current one. The class and `automatic` do not
 * change once an order has used the promotion.
 */
export async function updatePromotion(
  db: Database,
  id: string,
  version: number,
  changes: Partial<Promotion>,
): Promise<Result<PromotionRow, DomainError>> {
  const { class: discountClass = null, automatic = null, usageLimit = null } = changes;
  const keepsKind = sql`(class = coalesce(${discountClass}::text, class) and automatic = coalesce(${automatic}::boolean, automatic))`;
  const isBelowUses = sql`coalesce(${usageLimit}::int < reserved + used + ${earlierUses(sql`promotions`)}, false)`;
  try {
    const [updated, current] = await db.batch([
      db
        .update(promotions)
        .set({ ...toColumns(changes), version: sql`version + 1`, updatedAt: sql`now()` })
        .where(
          and(
            eq(promotions.id, id),
            eq(promotions.version, version),
            or(keepsKind, sql`not ${isUsed(id)}`),
            sql`not ${isBelowUses}`,
          ),
        )
        .returning(columns),
      db
        .select({ version: promotions.version, isBelowUses: sql<boolean>`${isBelowUses}` })
        .from(promotions)
        .where(eq(promotions.id, id)),
    ]);
    if (updated[0] !== undefined) return ok(fromRow(updated[0]));
    if (current[0] === undefined) return notFound;
    if (current[0].version !== version) return conflict;
    return current[0].isBelowUses ? limitBelowUses : inUse;
  } catch (error) {
    if (isConstraintViolation(error, "promotions_slug")) return slugTaken;
    if (isConstraintViolation(error, "promotions_usage_limit")) return limitBelowUses;
    throw error;
  }
}

/** Activates or pauses a promotion. Returns undefined when there is none with this id. */
export async function setPromotionActive(db: Database, id: string, active: boolean): Promise<PromotionRow | undefined> {
  const [row] = await db
    .update(promotions)
    .set({
      active,
      activatedAt: active ? sql`coalesce(activated_at, now())` : sql`activated_at`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where(eq(promotions.id, id))
    .returning(columns);
  return row && fromRow(row);
}

/** Deletes a promotion that no order has used, with its codes. */
export async function deletePromotion(db: Database, id: string): Promise<Result<void, DomainError>> {
  try {
    const deleted = await db.delete(promotions).where(eq(promotions.id, id)).returning({ id: promotions.id });
    return deleted.length > 0 ? ok(undefined) : notFound;
  } catch (error) {
    if (findPostgresError(error)?.code === "23503") return inUse;
    throw error;
  }
}

/** Returns whether an order has reserved or redeemed the promotion. */
function isUsed(id: string): SQL {
  return sql`exists (select 1 from reservation_redemptions where promotion_id = ${id})`;
}

/** The conditions of `promotionStatus` in SQL. */
function statusIs(status: PromotionStatus, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  // Uses are counted last, and only those of promotions with a limit.
  const isUsedUp = sql`(usage_limit is not null and ${columns.used} >= usage_limit)`;
  const isEnded = sql`(coalesce(ends_at <= ${at}, false) or ${isUsedUp})`;
  const isLive = sql`activated_at is not null and not ${isEnded}`;
  switch (status) {
    case "DRAFT":
      return sql`activated_at is null`;
    case "ENDED":
      return sql`(activated_at is not null and ${isEnded})`;
    case "PAUSED":
      return sql`(${isLive} and not active)`;
    case "SCHEDULED":
      return sql`(${isLive} and active and starts_at > ${at})`;
    case "ACTIVE":
      return sql`(${isLive} and active and coalesce(starts_at <= ${at}, true))`;
  }
}

/** JSON has no bigint: amounts are stored as strings. */
function toColumns({ conditions, reward, ...columns }: Partial<Promotion>) {
  const encode = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_key, field) => (typeof field === "bigint" ? String(field) : field)));
  return {
    ...columns,
    ...(conditions === undefined ? {} : { conditions: encode(conditions) }),
    ...(reward === undefined ? {} : { reward: encode(reward) }),
  };
}

function fromRow(row: typeof promotions.$inferSelect): PromotionRow {
  return {
    ...row,
    conditions: decodeAmounts(row.conditions) as PromotionConditions,
    reward: decodeAmounts(row.reward) as PromotionReward,
  };
}

/** Returns a stored rule with its amounts as bigint. */
export function decodeAmounts(stored: unknown): unknown {
  return JSON.parse(JSON.stringify(stored), (key, field) => (key === "amountMinor" ? BigInt(field) : field));
}

const notFound = invalid("NOT_FOUND", "Promotion not found", "id");
const inUse = invalid("PROMOTION_IN_USE", "An order uses the promotion", "id");
const conflict = invalid("CONFLICT", "The promotion was changed by another request", "etag");
const limitBelowUses = invalid("INVALID_PROMOTION", "The usage limit is below the uses so far", "usageLimit");
const slugTaken = invalid("SLUG_TAKEN", "Another promotion has this slug", "slug");
