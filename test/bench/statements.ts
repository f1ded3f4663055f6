import type { DatabaseName } from "../../dev/local/postgres/migrations.ts";
import type { BenchShop } from "./shop.ts";

export const statementSettings = {
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track_planning": "on",
};

/** One SQL statement of the measured requests. */
export interface StatementTime {
  readonly database: string;
  readonly text: string;
  readonly calls: number;
  /** Milliseconds of all calls. */
  readonly planMs: number;
  readonly executionMs: number;
}

const database: DatabaseName = "catalog";

/** Starts to measure the statements of all databases. */
export async function resetStatements({ sql }: BenchShop): Promise<void> {
  await sql(database)`create extension if not exists pg_stat_statements`;
  await sql(database)`select pg_stat_statements_reset()`;
}

/** Returns the statements since `resetStatements`, the most expensive first. */
export async function readStatements({ sql }: BenchShop): Promise<readonly StatementTime[]> {
  const rows = await sql(database)`
    select d.datname as database, s.query as text, s.calls, s.total_plan_time as plan, s.total_exec_time as execution
    from pg_stat_statements s join pg_database d on d.oid = s.dbid
    where s.query not like '%pg_stat_statements%' order by s.total_plan_time + s.total_exec_time desc`;
  return rows.map(({ database: name, text, calls, plan, execution }) => ({
    database: String(name),
    text: String(text).replace(/\s+/g, " ").trim(),
    calls: Number(calls),
    planMs: Number(plan),
    executionMs: Number(execution),
  }));
}
