import { type SQL, sql } from "drizzle-orm";

/** Binds an array as one parameter. The statement's text stays the same for any number of elements. */
export const textArray = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`;
export const intArray = (values: readonly number[]): SQL => sql`${sql.param([...values])}::int[]`;
