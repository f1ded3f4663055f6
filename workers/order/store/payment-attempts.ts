import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { paymentAttempts } from "../tables.ts";
import { withKey } from "./advisory-lock.ts";
import type { KeyReservation } from "./idempotency-keys.ts";

export interface AttemptId {
  readonly orderId: string;
  readonly idempotencyKey: string;
}

export interface AttemptStart extends AttemptId {
  readonly accountId: string;
  readonly isGuest: boolean;
  /** Undefined when the client's network address is unknown. */
  readonly addressHash: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface AttemptLimits {
  /** How long a declined payment counts. */
  readonly windowMs: number;
  /** How long an attempt without an end counts as one that runs. */
  readonly maxRunMs: number;
  readonly perAccount: number;
  readonly perAddress: number;
}

export type StartedAttempt =
  /** The attempt is recorded. `isNew` is false when the same request has recorded it before. */
  | { readonly type: "started"; readonly isNew: boolean }
  /** Another order of the account has the key. The attempt is not recorded. */
  | { readonly type: "key taken" }
  /** Attempts that still run could reach the limit. */
  | { readonly type: "busy" }
  /** The limit is reached. `until` is in milliseconds since the epoch. */
  | { readonly type: "limited"; readonly until: number };

/**
 * Records an attempt before its payment is tried, unless the declined payments of the account or of the network address
 * reach their limit. Running attempts count too, because each could be declined. The first statement locks the account and
 * the address, so concurrent attempts are counted one after the other. A recorded attempt reserves the idempotency key of its
 * order in the same transaction.
 */
export async function startAttempt(
  db: Database,
  attempt: AttemptStart,
  limits: AttemptLimits,
  reservation?: KeyReservation,
): Promise<StartedAttempt> {
  const { orderId, idempotencyKey, accountId, isGuest, now } = attempt;
  const addressHash = attempt.addressHash ?? null;
  const at = new Date(now).toISOString();
  const since = new Date(now - limits.windowMs).toISOString();
  const runningSince = new Date(now - limits.maxRunMs).toISOString();
  const isKnown = sql`exists (
    select from payment_attempts where order_id = ${orderId} and idempotency_key = ${idempotencyKey}
  )`;
  const lockAndCount = [
    // Every transaction locks an account before an address, so two of them never wait for each other.
    db.execute(sql`
      select pg_advisory_xact_lock(1, hashtext(${accountId})),
        (select pg_advisory_xact_lock(2, hashtext(${addressHash})) where ${addressHash}::text is not null)`),
    db.execute(sql`
      with recent as (
        select *, account_id = ${accountId} as by_account, coalesce(address_hash = ${addressHash}, false) as by_address
        from payment_attempts
        where (account_id = ${accountId} or address_hash = ${addressHash})
          and (declined_at > ${since}::timestamptz
            or (declined_at is null and ended_at is null and started_at > ${runningSince}::timestamptz))
      ), counted as (
        select count(*) filter (where by_account) as account_attempts,
          count(*) filter (where by_address) as address_attempts,
          (array_agg(declined_at order by declined_at desc)
            filter (where by_account and declined_at is not null))[${limits.perAccount}] as account_limit,
          (array_agg(declined_at order by declined_at desc)
            filter (where by_address and declined_at is not null))[${limits.perAddress}] as address_limit
        from recent
      ), inserted as (
        insert into payment_attempts (order_id, idempotency_key, account_id, is_guest, address_hash, started_at)
        select ${orderId}, ${idempotencyKey}, ${accountId}, ${isGuest}::boolean, ${addressHash}, ${at}::timestamptz
        from counted
        where account_attempts < ${limits.perAccount} and address_attempts < ${limits.perAddress}
        on conflict do nothing
        returning 1
      )
      select exists (select from inserted) as is_new,
        ${isKnown} as is_known,
        extract(epoch from greatest(account_limit, address_limit)) * 1000 as limit_ms
      from counted`),
  ] as const;
  const started = await withKey(async () => {
    const [, counted] = await (reservation === undefined
      ? db.batch(lockAndCount)
      : db.batch([...lockAndCount, reservation(db, isKnown)]));
    return counted.rows[0];
  });
  if (!started.ok) return { type: "key taken" };
  const row = started.value;
  if (row?.is_new === true || row?.is_known === true) return { type: "started", isNew: row.is_new === true };
  const limitMs = row?.limit_ms ?? null;
  return limitMs === null ? { type: "busy" } : { type: "limited", until: Number(limitMs) + limits.windowMs };
}

/** Records the end of an attempt. `isDeclined` starts the time for which it counts. */
export async function endAttempt(db: Database, id: AttemptId, now: number, isDeclined: boolean): Promise<void> {
  await db
    .update(paymentAttempts)
    .set({ endedAt: new Date(now), ...(isDeclined ? { declinedAt: sql`coalesce(declined_at, ${toText(now)})` } : {}) })
    .where(isAttempt(id));
}

/** Records that a payment was declined after its attempt had ended, for example in 3-D Secure. */
export async function markDeclined(db: Database, id: AttemptId, declinedAt: number): Promise<void> {
  await db
    .update(paymentAttempts)
    .set({ declinedAt: new Date(declinedAt) })
    .where(and(isAttempt(id), isNull(paymentAttempts.declinedAt)));
}

/** Deletes an attempt that tried no payment. */
export async function deleteAttempt(db: Database, id: AttemptId): Promise<void> {
  await db.delete(paymentAttempts).where(and(isAttempt(id), isNull(paymentAttempts.endedAt)));
}

export async function deleteAttemptsBefore(db: Database, before: Date): Promise<void> {
  await deleteSome(db, paymentAttempts, lt(paymentAttempts.startedAt, before));
}

function isAttempt({ orderId, idempotencyKey }: AttemptId) {
  return and(eq(paymentAttempts.orderId, orderId), eq(paymentAttempts.idempotencyKey, idempotencyKey));
}

const toText = (now: number) => sql`${new Date(now).toISOString()}::timestamptz`;
