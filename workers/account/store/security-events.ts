import { and, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { Database } from "../../kit/storage/postgres.ts";
import { countedSecurityEvents, securityEvents } from "../tables.ts";

export type SecurityEventRow = typeof securityEvents.$inferSelect;

/** Inserts an event. Returns a statement for a batch, or to await on its own. */
export function insertSecurityEvent(db: Database, row: SecurityEventRow) {
  return db.insert(securityEvents).values(row);
}

interface ListOptions {
  /** Empty for the events of all users. */
  readonly userId: string;
  /** Empty for all types. */
  readonly types: readonly string[];
  /** Inclusive. */
  readonly from: Date | undefined;
  /** Exclusive. */
  readonly to: Date | undefined;
  /** Empty for all addresses. */
  readonly addressHash: string;
  readonly after?: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * Lists the events that meet all conditions, after the position `after`, newest first. Includes the counted events of the
 * last minutes, which a job moves to the audit log.
 */
export function listSecurityEvents(db: Database, options: ListOptions): Promise<readonly SecurityEventRow[]> {
  const { limit } = options;
  const archived = db
    .select()
    .from(securityEvents)
    .where(conditionOf(securityEvents, options))
    .orderBy(desc(securityEvents.at), desc(securityEvents.id))
    .limit(limit);
  const { id, type, userId, actor, addressHash, at, operation, count } = countedSecurityEvents;
  const recent = db
    .select({
      id,
      type,
      userId,
      actor,
      subject: sql<string | null>`null::text`,
      addressHash,
      at,
      detail: sql<unknown>`jsonb_build_object('operation', ${operation}, 'count', ${count})`,
    })
    .from(countedSecurityEvents)
    .where(conditionOf(countedSecurityEvents, options))
    .orderBy(desc(at), desc(id))
    .limit(limit);
  return unionAll(archived, recent).orderBy(sql`at desc`, sql`id desc`).limit(limit);
}

function conditionOf(
  { userId, type, addressHash, at, id }: typeof securityEvents | typeof countedSecurityEvents,
  { after, ...requested }: ListOptions,
): SQL | undefined {
  const conditions: SQL[] = [];
  if (requested.userId !== "") conditions.push(eq(userId, requested.userId));
  if (requested.types.length > 0) conditions.push(inArray(type, [...requested.types]));
  if (requested.addressHash !== "") conditions.push(eq(addressHash, requested.addressHash));
  if (requested.from !== undefined) conditions.push(gte(at, requested.from));
  if (requested.to !== undefined) conditions.push(lt(at, requested.to));
  if (after !== undefined) {
    const position = new Date(after.at).toISOString();
    conditions.push(sql`(${at}, ${id}) < (${position}::timestamptz, ${after.id})`);
  }
  return and(...conditions);
}

/** The types of the events of sign-ins that proved a password, or set one. */
const signInTypes = ["SIGN_IN", "REGISTERED", "PASSWORD_RESET"];

/** Returns the last sign-in of each user that has one in the audit log. */
export async function findLastSignIns(
  db: Database,
  userIds: readonly string[],
): Promise<readonly { readonly userId: string; readonly at: Date }[]> {
  const isSignIn = inArray(securityEvents.type, signInTypes);
  // One lookup in the index of each partition for each user, from the end.
  const last = sql`(select ${securityEvents.at} from ${securityEvents}
    where ${securityEvents.userId} = requested.id and ${isSignIn} order by ${securityEvents.at} desc limit 1)`;
  const ids = sql`${sql.param([...userIds])}::text[]`;
  const { rows } = await db.execute<{ userId: string; at: string }>(sql`
    select requested.id as "userId", found.at from unnest(${ids}) as requested(id), lateral ${last} as found(at)`);
  return rows.map(({ userId, at }) => ({ userId, at: new Date(at) }));
}

/** Creates the partitions of the next months, and drops those whose retention has ended. */
export async function maintainPartitions(db: Database): Promise<void> {
  await db.execute(sql`select maintain_security_events()`);
}
