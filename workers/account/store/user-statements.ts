import { and, eq, isNotNull, sql } from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { TaxId } from "../../kit/domain/tax-id.ts";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { outbox, users } from "../tables.ts";
import { changesCredentials, endsSessions, nextEpoch, nextVersion, withEmailKey, written } from "./user-columns.ts";
import type { UserRecord } from "./users.ts";

const isGuest = eq(users.roles, ["GUEST"]);

export interface NewCustomer {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
}

/*
 * Statements for `commitChange`. Each returns the row that it wrote, or no row when it changed nothing. Statements that
 * set an email address fail when it is in use: see `catchEmailTaken`.
 */

export function insertCustomer(db: Database, customer: NewCustomer) {
  return db.insert(users).values(withEmailKey(customer)).returning(written);
}

/** Inserts a member of staff who has no password yet. */
export function insertInvited(
  db: Database,
  user: Omit<NewCustomer, "passwordHash"> & { readonly roles: readonly string[] },
) {
  return db
    .insert(users)
    .values({ ...withEmailKey(user), roles: [...user.roles] })
    .returning(written);
}

/** Turns a guest into a customer with the same id, so that their orders remain theirs. */
export function promoteGuest(db: Database, { id, ...customer }: NewCustomer) {
  return db
    .update(users)
    .set({ ...withEmailKey(customer), ...endsSessions, roles: ["CUSTOMER"] })
    .where(and(eq(users.id, id), isGuest))
    .returning(written);
}

/** Deletes a guest who has signed in to another account. */
export function deleteGuest(db: Database, id: string) {
  return db
    .delete(users)
    .where(and(eq(users.id, id), isGuest))
    .returning(written);
}

export async function insertGuest(db: Database, id: string): Promise<void> {
  await db.insert(users).values({ id, firstName: "", lastName: "", roles: ["GUEST"] });
}

/** Sets the key of an email address that has not changed. */
export async function setEmailKey(db: Database, id: string, email: string): Promise<void> {
  await db
    .update(users)
    .set({ emailKey: toEmailKey(email) })
    .where(and(eq(users.id, id), eq(users.email, email)));
}

/** Runs a write that sets an email address. Returns EMAIL_TAKEN when another user has it. */
export async function catchEmailTaken<T>(write: () => Promise<T>): Promise<Result<T, "EMAIL_TAKEN">> {
  try {
    return ok(await write());
  } catch (error) {
    if (isConstraintViolation(error, "users_email_key")) return err("EMAIL_TAKEN");
    throw error;
  }
}

export type ProfileChanges = Partial<
  Pick<
    UserRecord,
    "pendingEmail" | "firstName" | "lastName" | "locale" | "currency" | "marketingEmails" | "orderEmails"
  >
>;

/** Changes a user if the version is still the current one. */
export function updateUser(db: Database, id: string, version: number, changes: ProfileChanges) {
  return db
    .update(users)
    .set({ ...changes, ...nextVersion })
    .where(and(eq(users.id, id), eq(users.version, version)))
    .returning(written);
}

/** Sets the tax id of a user, as it was verified at `now`. Undefined removes it. */
export function updateTaxId(db: Database, id: string, taxId: TaxId | undefined, now: Date) {
  return db
    .update(users)
    .set({
      taxId: taxId?.value ?? null,
      taxIdStatus: taxId?.status ?? null,
      taxIdName: taxId?.verifiedName ?? null,
      taxIdCheckedAt: taxId === undefined ? null : now,
      ...nextVersion,
    })
    .where(eq(users.id, id))
    .returning(written);
}

/** A condition that is true when there is another enabled administrator. */
const anotherAdmin = sql`exists (select 1 from ${users} other
  where other.id <> ${users.id} and 'ADMIN' = any(other.roles) and not other.disabled)`;

/** Sets roles if the version is still the current one, unless this would remove the last administrator. */
export function updateRoles(db: Database, { id, version }: Pick<UserRecord, "id" | "version">, roles: string[]) {
  const keepsAdmin = roles.includes("ADMIN") ? undefined : sql`(not 'ADMIN' = any(${users.roles}) or ${anotherAdmin})`;
  return db
    .update(users)
    .set({ roles, ...nextEpoch })
    .where(and(eq(users.id, id), eq(users.version, version), isNotNull(users.email), keepsAdmin))
    .returning(written);
}

/** Replaces the customer groups of a registered user if the version is still the current one. */
export function updateGroupIds(
  db: Database,
  { id, version }: Pick<UserRecord, "id" | "version">,
  groupIds: readonly string[],
) {
  return db
    .update(users)
    .set({ groupIds: [...groupIds], ...nextVersion })
    .where(and(eq(users.id, id), eq(users.version, version), isNotNull(users.email)))
    .returning(written);
}

/** Disables or enables a user, unless this would remove the last administrator. */
export function updateDisabled(db: Database, id: string, disabled: boolean, now: Date) {
  const keepsAdmin = disabled ? sql`(not 'ADMIN' = any(${users.roles}) or ${anotherAdmin})` : undefined;
  return db
    .update(users)
    .set({ disabled, ...(disabled ? { sessionsFrom: now, ...changesCredentials } : nextEpoch) })
    .where(and(eq(users.id, id), isNotNull(users.email), keepsAdmin))
    .returning(written);
}

/** Invalidates the sessions of earlier epochs, and those that were created before `sessionsFrom`. */
export function invalidateSessionsBefore(db: Database, id: string, sessionsFrom: Date) {
  return db
    .update(users)
    .set({ sessionsFrom, ...endsSessions })
    .where(eq(users.id, id))
    .returning(written);
}

/** Deletes a user and their data, unless this would remove the last administrator. */
export function deleteUser(db: Database, id: string) {
  return db
    .delete(users)
    .where(and(eq(users.id, id), sql`(not 'ADMIN' = any(${users.roles}) or ${anotherAdmin})`))
    .returning(written);
}

/**
 * Deletes guests who were created before a time, at most `limit`. Inserts a task for each of them in the same transaction: the
 * personal data in their orders is erased, and the orders remain without an owner.
 */
export async function deleteGuestsBefore(db: Database, before: Date, limit: number): Promise<void> {
  await db.execute(sql`
    with stale as (
      select id from ${users} where roles = '{GUEST}'::text[] and created_at < ${before.toISOString()}::timestamptz
      order by created_at limit ${limit} for update skip locked
    ), deleted as (
      delete from ${users} u using stale where u.id = stale.id returning u.id
    )
    insert into ${outbox} (id, task)
    select 'erase ' || id, jsonb_build_object('type', 'eraseOrders', 'accountId', id) from deleted on conflict do nothing`);
}
