import { and, desc, eq, getTableColumns, inArray, isNotNull, lt, sql } from "drizzle-orm";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, isConstraint } from "../../kit/storage/postgres.ts";
import { users } from "../tables.ts";
import type { AddressRow } from "./addresses.ts";
import { consumeMailToken } from "./mail-tokens.ts";

export type UserColumns = typeof users.$inferSelect;

/** A user with their addresses, the default one first. */
export type UserRow = UserColumns & { readonly addresses: readonly AddressRow[] };

const isGuest = eq(users.roles, ["GUEST"]);

/** Everything in one statement: an index look-up more, and no second round trip. */
const userFields = {
  ...getTableColumns(users),
  addresses: sql<readonly AddressRow[]>`(
    select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'line1', a.line1, 'line2', a.line2,
      'city', a.city, 'region', a.region, 'postalCode', a.postal_code, 'countryCode', a.country_code,
      'isDefault', a.is_default) order by a.is_default desc, a.created_at, a.id), '[]')
    from addresses a where a.user_id = "users"."id")`.as("addresses"),
};

export interface NewCustomer {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
}

/*
 * Statements for `commitChange`. Each returns the row it wrote, or none when there was nothing to change. Those that
 * set an address fail when it is in use: see `unlessTaken`.
 */

const written = { id: users.id };

export function insertCustomer(db: Database, customer: NewCustomer) {
  return db.insert(users).values(customer).returning(written);
}

/** Makes a customer of a guest, who keeps their id and with it all that is theirs. */
export function promoteGuest(db: Database, { id, ...customer }: NewCustomer) {
  return db
    .update(users)
    .set({ ...customer, ...risen, roles: ["CUSTOMER"] })
    .where(and(eq(users.id, id), isGuest))
    .returning(written);
}

/** Takes away a guest who has become somebody else. */
export function deleteGuest(db: Database, id: string) {
  return db
    .delete(users)
    .where(and(eq(users.id, id), isGuest))
    .returning(written);
}

export async function insertGuest(db: Database, id: string): Promise<void> {
  await db.insert(users).values({ id, firstName: "", lastName: "", roles: ["GUEST"] });
}

/** Runs a write that sets an address: of two at once with the same one, one succeeds. */
export async function unlessTaken<T>(write: () => Promise<T>): Promise<Result<T, "EMAIL_TAKEN">> {
  try {
    return ok(await write());
  } catch (error) {
    if (isConstraint(error, "users_email")) return err("EMAIL_TAKEN");
    throw error;
  }
}

export async function findUserByEmail(db: Database, email: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select(userFields)
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row;
}

export async function findUser(db: Database, id: string): Promise<UserRow | undefined> {
  const [row] = await findUsers(db, [id]);
  return row;
}

/** The epoch that an account's tokens are of now; undefined for an account that is gone. */
export async function findEpoch(db: Database, id: string): Promise<number | undefined> {
  const [row] = await db.select({ epoch: users.epoch }).from(users).where(eq(users.id, id));
  return row?.epoch;
}

export async function findUsers(db: Database, ids: readonly string[]): Promise<readonly UserRow[]> {
  return db
    .select(userFields)
    .from(users)
    .where(inArray(users.id, [...ids]));
}

const words = sql`lower(coalesce(${users.email}, '') || ' ' || ${users.firstName} || ' ' || ${users.lastName})`;

/** The newest first, from behind `after`, without guests. `query` is a part of an address or a name. */
export async function listUsers(
  db: Database,
  { query, after, limit }: { query: string; after?: { createdAt: number; id: string } | undefined; limit: number },
): Promise<readonly UserRow[]> {
  const pattern = `%${query.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const behind = after && sql`(${users.createdAt}, ${users.id}) < (${new Date(after.createdAt)}, ${after.id})`;
  return db
    .select(userFields)
    .from(users)
    .where(and(isNotNull(users.email), query === "" ? undefined : sql`${words} like ${pattern}`, behind))
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(limit);
}

/** What every change of a user does. */
const changed = { version: sql`${users.version} + 1`, updatedAt: sql`now()` };
/** What a change of rights or credentials does besides. */
const risen = { ...changed, epoch: sql`${users.epoch} + 1` };

export type ProfileChanges = Partial<
  Pick<
    UserColumns,
    "email" | "emailVerified" | "firstName" | "lastName" | "locale" | "currency" | "marketingEmails" | "orderEmails"
  >
>;

/** Changes a user, if they are still at this version. */
export function updateUser(db: Database, id: string, version: number, changes: ProfileChanges) {
  return db
    .update(users)
    .set({ ...changes, ...changed })
    .where(and(eq(users.id, id), eq(users.version, version)))
    .returning(written);
}

/** Sets a password. Sessions begun before `sessionsFrom` are over. */
export function updatePassword(db: Database, id: string, passwordHash: string, sessionsFrom: Date) {
  return db
    .update(users)
    .set({ passwordHash, sessionsFrom, ...risen })
    .where(eq(users.id, id))
    .returning(written);
}

/** As above, by a token from a mail, which it uses up: of two at once, one does. Reading the mail verifies the address. */
export function resetPassword(db: Database, hash: string, passwordHash: string, now: Date) {
  const spent = consumeMailToken(db, "RESET_PASSWORD", hash, now);
  return db
    .with(spent)
    .update(users)
    .set({ passwordHash, emailVerified: true, sessionsFrom: now, ...risen })
    .from(spent)
    .where(and(eq(users.id, spent.userId), eq(users.email, spent.email)))
    .returning(written);
}

/** Marks an address as verified by a token from a mail, which it uses up, if it is still the user's. */
export function verifyEmail(db: Database, hash: string, now: Date) {
  const spent = consumeMailToken(db, "VERIFY_EMAIL", hash, now);
  return db
    .with(spent)
    .update(users)
    .set({ emailVerified: true, ...changed })
    .from(spent)
    .where(and(eq(users.id, spent.userId), eq(users.email, spent.email)))
    .returning(written);
}

/** Only the hash, of the same password. */
export async function updateHash(db: Database, id: string, from: string, passwordHash: string): Promise<void> {
  await db
    .update(users)
    .set({ passwordHash })
    .where(and(eq(users.id, id), eq(users.passwordHash, from)));
}

/** Whether an administrator would be left without this one. */
const anotherAdmin = sql`exists (select 1 from ${users} other
  where other.id <> ${users.id} and 'ADMIN' = any(other.roles) and not other.disabled)`;

/** Sets roles, unless no administrator would be left. */
export function updateRoles(db: Database, id: string, roles: string[]) {
  const safe = roles.includes("ADMIN") ? undefined : sql`(not 'ADMIN' = any(${users.roles}) or ${anotherAdmin})`;
  return db
    .update(users)
    .set({ roles, ...risen })
    .where(and(eq(users.id, id), isNotNull(users.email), safe))
    .returning(written);
}

/** Shuts a user out or lets them in, unless no administrator would be left. */
export function updateDisabled(db: Database, id: string, disabled: boolean, now: Date) {
  const safe = disabled ? sql`(not 'ADMIN' = any(${users.roles}) or ${anotherAdmin})` : undefined;
  return db
    .update(users)
    .set({ disabled, ...(disabled ? { sessionsFrom: now } : {}), ...risen })
    .where(and(eq(users.id, id), isNotNull(users.email), safe))
    .returning(written);
}

/** Sessions begun before `sessionsFrom` are over. */
export function endSessionsBefore(db: Database, id: string, sessionsFrom: Date) {
  return db
    .update(users)
    .set({ sessionsFrom, ...risen })
    .where(eq(users.id, id))
    .returning(written);
}

/** Erases a user and what is theirs alone, unless no administrator would be left. */
export function deleteUser(db: Database, id: string) {
  return db
    .delete(users)
    .where(and(eq(users.id, id), sql`(not 'ADMIN' = any(${users.roles}) or ${anotherAdmin})`))
    .returning(written);
}

/** Guests whose last session is over by now. What they ordered stays, and is nobody's. */
export async function deleteGuestsBefore(db: Database, before: Date): Promise<void> {
  await db.delete(users).where(and(isGuest, lt(users.createdAt, before)));
}
