import { type SQL, sql } from "drizzle-orm";

/**
 * Writes a limit into the text of a statement. Postgres assumes many rows for a limit that is a parameter: the plan of a prepared statement
 * would be one for all rows, or be made again for each execution. There is one text for each limit, so use it for few different ones.
 */
export function literalLimit(rows: number): SQL {
  return sql.raw(`limit ${rows}`);
}
