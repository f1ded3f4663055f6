import { asc, eq, inArray, sql } from "drizzle-orm";
import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import type { CustomerGroup } from "../domain/customer-group.ts";
import { maxCustomerGroups } from "../domain/limits.ts";
import { customerGroups } from "../tables.ts";

export type CustomerGroupRow = CustomerGroup & { readonly id: string };

const { id, slug, name } = customerGroups;
const columns = { id, slug, name };

/** Returns all customer groups by slug. */
export function listCustomerGroups(db: Database): Promise<readonly CustomerGroupRow[]> {
  return db.select(columns).from(customerGroups).orderBy(asc(slug));
}

/** Returns the first of these ids that no customer group has. */
export async function findUnknownGroup(db: Database, ids: readonly string[]): Promise<string | undefined> {
  if (ids.length === 0) return undefined;
  const rows = await db
    .select({ id })
    .from(customerGroups)
    .where(inArray(id, [...ids]));
  return ids.find((requested) => !rows.some((row) => row.id === requested));
}

/** Inserts a customer group. Concurrent inserts can exceed the limit by a few. */
export async function insertCustomerGroup(
  db: Database,
  group: CustomerGroupRow,
): Promise<Result<CustomerGroupRow, DomainError>> {
  const hasRoom = sql`(select count(*) from ${customerGroups}) < ${maxCustomerGroups}`;
  return catchSlugTaken(async () => {
    const { rows } = await db.execute(sql`
      insert into ${customerGroups} (id, slug, name)
      select ${group.id}, ${group.slug}, ${group.name} where ${hasRoom} returning id`);
    if (rows.length > 0) return ok(group);
    const message = `There are at most ${maxCustomerGroups} customer groups`;
    return err({ reason: "TOO_MANY_GROUPS", message, field: [] });
  });
}

/** Updates the fields that `changes` has. Returns undefined when there is no customer group with this id. */
export async function updateCustomerGroup(
  db: Database,
  groupId: string,
  changes: Partial<CustomerGroup>,
): Promise<Result<CustomerGroupRow | undefined, DomainError>> {
  return catchSlugTaken(async () => {
    const [row] = await db
      .update(customerGroups)
      // An update needs at least one column.
      .set({ id: groupId, ...changes })
      .where(eq(id, groupId))
      .returning(columns);
    return ok(row);
  });
}

async function catchSlugTaken<T>(write: () => Promise<Result<T, DomainError>>): Promise<Result<T, DomainError>> {
  try {
    return await write();
  } catch (error) {
    if (!isConstraintViolation(error, "customer_groups_slug")) throw error;
    return err({ reason: "SLUG_TAKEN", message: "Another customer group has this slug", field: ["slug"] });
  }
}
