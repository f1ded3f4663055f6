import { eq, inArray, sql } from "drizzle-orm";
import { type Database, isConstraint } from "../kit/postgres.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { users } from "./tables.ts";

export type UserRow = typeof users.$inferSelect;

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** Makes a user, unless the address is in use: of two at once, one is made. */
export async function insertUser(db: Database, user: NewUser): Promise<Result<UserRow, "EMAIL_TAKEN">> {
  try {
    const [row] = await db.insert(users).values(user).returning();
    if (row === undefined) throw new Error("an insert without a row");
    return ok(row);
  } catch (error) {
    if (isConstraint(error, "users_email")) return err("EMAIL_TAKEN");
    throw error;
  }
}

export async function findUserByEmail(db: Database, email: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row;
}

export async function findUsers(db: Database, ids: readonly string[]): Promise<readonly UserRow[]> {
  return db
    .select()
    .from(users)
    .where(inArray(users.id, [...ids]));
}

export async function updatePasswordHash(db: Database, id: string, passwordHash: string): Promise<void> {
  await db.update(users).set({ passwordHash }).where(eq(users.id, id));
}
