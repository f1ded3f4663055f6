import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { apiTokens, securityEvents } from "../tables.ts";
import { insertSecurityEvent, type SecurityEventRow } from "./security-events.ts";

export type ApiTokenRow = typeof apiTokens.$inferSelect;

/** Inserts a token and its security event. */
export async function insertApiToken(
  db: Database,
  token: typeof apiTokens.$inferInsert,
  event: SecurityEventRow,
): Promise<ApiTokenRow> {
  const [rows] = await db.batch([db.insert(apiTokens).values(token).returning(), insertSecurityEvent(db, event)]);
  const [row] = rows;
  if (row === undefined) throw new Error("The API token was not stored");
  return row;
}

/** Lists tokens after the position `after`, newest first. */
export function listApiTokens(
  db: Database,
  { after, limit }: { after?: { time: number; id: string } | undefined; limit: number },
): Promise<readonly ApiTokenRow[]> {
  const isAfter =
    after === undefined
      ? undefined
      : sql`(${apiTokens.createdAt}, ${apiTokens.id}) < (${new Date(after.time).toISOString()}::timestamptz, ${after.id})`;
  return db.select().from(apiTokens).where(isAfter).orderBy(desc(apiTokens.createdAt), desc(apiTokens.id)).limit(limit);
}

/** Revokes a token, with a security event the first time. Returns the token, or undefined when there is none. */
export async function revokeApiToken(
  db: Database,
  id: string,
  event: SecurityEventRow,
): Promise<ApiTokenRow | undefined> {
  const { id: eventId, type, actor, addressHash, at } = event;
  const [, rows] = await db.batch([
    db.execute(sql`with ended as (
        update ${apiTokens} set revoked_at = ${at.toISOString()}::timestamptz
        where id = ${id} and revoked_at is null returning id
      )
      insert into ${securityEvents} (id, type, subject, actor, address_hash, at)
      select ${eventId}, ${type}, id, ${actor}, ${addressHash}, ${at.toISOString()}::timestamptz from ended`),
    db.select().from(apiTokens).where(eq(apiTokens.id, id)),
  ]);
  return rows[0];
}

/** Deletes some of the tokens that expired or were revoked 400 days ago. */
export async function deleteEndedApiTokens(db: Database): Promise<void> {
  await deleteSome(db, apiTokens, sql`least(expires_at, revoked_at) < now() - interval '400 days'`);
}

/** Returns the valid token with this hash. Updates its last use at most once a minute. */
export async function useApiToken(db: Database, hash: string, now: Date): Promise<ApiTokenRow | undefined> {
  const isValid = and(eq(apiTokens.hash, hash), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now));
  const minuteAgo = new Date(now.getTime() - 60_000).toISOString();
  const [rows] = await db.batch([
    db.select().from(apiTokens).where(isValid),
    db.execute(sql`update ${apiTokens} set last_used_at = ${now.toISOString()}::timestamptz
      where ${isValid} and coalesce(last_used_at, '-infinity') < ${minuteAgo}::timestamptz`),
  ]);
  return rows[0];
}
