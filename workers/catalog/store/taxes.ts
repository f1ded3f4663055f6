import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import type { TaxClass, TaxRate } from "../domain/pricing/tax.ts";
import { taxClasses, taxRates } from "../tables/taxes.ts";
import { type Creation, checkRequestHash } from "./creation.ts";

export type TaxRateRow = TaxRate & { readonly id: string };

/** Returns all tax classes by code. */
export function listTaxClasses(db: Database): Promise<readonly TaxClass[]> {
  return db.select().from(taxClasses).orderBy(asc(taxClasses.code));
}

/** Returns the first of these codes that no tax class has. */
export async function findUnknownTaxClass(db: Database, codes: readonly string[]): Promise<string | undefined> {
  const unknown = new Set(codes);
  if (unknown.size === 0) return undefined;
  const rows = await db
    .select({ code: taxClasses.code })
    .from(taxClasses)
    .where(inArray(taxClasses.code, [...unknown]));
  for (const { code } of rows) unknown.delete(code);
  return [...unknown][0];
}

/** Inserts a tax class, or renames the one with this code. */
export async function saveTaxClass(db: Database, taxClass: TaxClass): Promise<void> {
  const { name } = taxClass;
  await db.insert(taxClasses).values(taxClass).onConflictDoUpdate({ target: taxClasses.code, set: { name } });
}

export interface TaxRateQuery {
  readonly countryCode: string;
  readonly taxClass: string;
  readonly after: string | undefined;
  readonly limit: number;
}

/** The order of lists: by country, then from wide to narrow. */
const position = sql<string>`concat_ws(' ', country_code, coalesce(region, ''), coalesce(postal_code_prefix, ''), id)`;

/** Returns tax rates with their positions in the list. An empty country or tax class selects all. */
export function listTaxRates(
  db: Database,
  { countryCode, taxClass, after, limit }: TaxRateQuery,
): Promise<readonly { readonly rate: TaxRateRow; readonly position: string }[]> {
  return db
    .select({ rate: taxRates, position })
    .from(taxRates)
    .where(
      and(
        countryCode === "" ? undefined : eq(taxRates.countryCode, countryCode),
        taxClass === "" ? undefined : eq(taxRates.taxClass, taxClass),
        after === undefined ? undefined : sql`${position} collate "C" > ${after}`,
      ),
    )
    .orderBy(sql`${position} collate "C"`)
    .limit(limit);
}

/** Returns the tax rates with these ids. */
export function findTaxRates(db: Database, ids: readonly string[]): Promise<readonly TaxRateRow[]> {
  return db
    .select()
    .from(taxRates)
    .where(inArray(taxRates.id, [...ids]));
}

export async function findTaxRate(db: Database, id: string): Promise<TaxRateRow | undefined> {
  const [row] = await db.select().from(taxRates).where(eq(taxRates.id, id));
  return row;
}

/** Inserts a tax rate once per key. A repeated request returns the rate of the first one. */
export async function insertTaxRate(
  db: Database,
  rate: TaxRateRow,
  creation: Creation | undefined,
): Promise<Result<TaxRateRow, DomainError>> {
  return rejectUnknownTaxClass(async () => {
    const insert = db
      .insert(taxRates)
      .values({ ...rate, ...creation })
      .onConflictDoNothing();
    if (creation === undefined) {
      await insert;
      return ok(rate);
    }
    const { creationKey, requestHash } = creation;
    const [, [row]] = await db.batch([insert, db.select().from(taxRates).where(eq(taxRates.creationKey, creationKey))]);
    if (row === undefined) throw new Error("The tax rate was not stored");
    return checkRequestHash(row, requestHash);
  });
}

/** Updates the fields of a tax rate that `changes` has. */
export async function updateTaxRate(
  db: Database,
  rate: TaxRateRow,
  changes: Partial<TaxRate>,
): Promise<Result<TaxRateRow, DomainError>> {
  return rejectUnknownTaxClass(async () => {
    await db.insert(taxRates).values(rate).onConflictDoUpdate({ target: taxRates.id, set: changes });
    return ok(rate);
  });
}

/** Runs a write that fails for an unknown tax class. */
async function rejectUnknownTaxClass<T>(save: () => Promise<Result<T, DomainError>>): Promise<Result<T, DomainError>> {
  try {
    return await save();
  } catch (error) {
    if (findPostgresError(error)?.code === "23503") {
      return invalid("UNKNOWN_TAX_CLASS", "This tax class does not exist", "taxClassCode");
    }
    throw error;
  }
}

/** Returns whether there was a rate with this id. */
export async function deleteTaxRate(db: Database, id: string): Promise<boolean> {
  const deleted = await db.delete(taxRates).where(eq(taxRates.id, id)).returning({ id: taxRates.id });
  return deleted.length > 0;
}
