import { type SQL, sql } from "drizzle-orm";

/** One parameter that is an array: the statement's text stays the same however many there are. */
export const texts = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`;
export const integers = (values: readonly number[]): SQL => sql`${sql.param([...values])}::int[]`;
