import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import { memoizeConfig } from "../config.ts";
import { outboundFetch, toOrigin } from "../outbound-fetch.ts";

/** A service's database for one call, over HTTP: one round trip per statement or transaction. */
export type Database = NeonHttpDatabase<Record<string, never>> & {
  $client: NeonQueryFunction<false, false>;
};

export interface DatabaseConfig {
  readonly DATABASE_URL: string;
  /** `host:port` of a proxy that replaces the database's own host. Empty in production. */
  readonly NEON_PROXY: string;
}

/** Returns the origin of a database's HTTP API. Neon's is `api.` in place of the first label of the database's host. */
export function getDatabaseOrigin({ DATABASE_URL, NEON_PROXY }: DatabaseConfig): string {
  return toOrigin(NEON_PROXY, `https://${new URL(DATABASE_URL).hostname.replace(/^[^.]+\./, "api.")}`);
}

/** The URL of the database's HTTP API. Memoized, because each statement needs it. */
const sqlUrlOf = memoizeConfig((config: DatabaseConfig) => `${getDatabaseOrigin(config)}/sql`);

/** Timeout of one statement or transaction, including the round trip. */
const statementTimeoutMs = 10_000;

/** The parts of a response that the driver reads. */
type DriverResponse = Pick<Response, "ok" | "status" | "json" | "text">;

/** Sends a statement and reads the whole response. Throws when the response is incomplete or late. */
async function send(url: string, request: RequestInit): Promise<DriverResponse> {
  const timeout = new AbortController();
  const abort = () => timeout.abort(new DOMException("The statement timed out", "TimeoutError"));
  const timer = setTimeout(abort, statementTimeoutMs);
  try {
    const signal = request.signal ? AbortSignal.any([request.signal, timeout.signal]) : timeout.signal;
    const response = await outboundFetch(url, { ...request, signal });
    const text = await response.text();
    const { ok, status } = response;
    return { ok, status, text: async () => text, json: async () => JSON.parse(text) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Creates the database client for one call, without a round trip. The signal of the call cancels its statements. Each
 * statement also has its own timeout of ten seconds.
 */
export function connectDatabase(config: DatabaseConfig, signal?: AbortSignal): Database {
  neonConfig.fetchFunction = send;
  neonConfig.fetchEndpoint = () => sqlUrlOf(config);
  const client = neon(config.DATABASE_URL, signal === undefined ? {} : { fetchOptions: { signal } });
  return drizzle(client);
}

/** Rows that one run of a clean-up job deletes from a table. Later runs delete the rest. */
const cleanUpBatch = 5_000;

/** Deletes some of the rows that match a condition, at most `cleanUpBatch`. The table must not be partitioned. */
export async function deleteSome(db: Database, table: SQLWrapper, condition: SQL): Promise<void> {
  const matching = sql`select ctid from ${table} where ${condition} limit ${cleanUpBatch}`;
  await db.execute(sql`delete from ${table} where ctid = any(array(${matching}))`);
}

/** Runs a statement. Throws when the database does not respond. */
export async function pingDatabase(config: DatabaseConfig, signal: AbortSignal): Promise<undefined> {
  await connectDatabase(config, signal).execute("select 1");
}

interface PostgresError {
  readonly code: string;
  readonly constraint: string | undefined;
}

/** Returns the SQLSTATE and constraint of an error that Postgres reported, or undefined for any other error. */
export function findPostgresError(error: unknown): PostgresError | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current.name !== "NeonDbError") continue;
    const { code, constraint } = current as Error & { code?: string; constraint?: string };
    return code === undefined ? undefined : { code, constraint };
  }
  return undefined;
}

/** Returns whether an error is a violation of the unique or check constraint with this name. */
export function isConstraintViolation(error: unknown, name: string): boolean {
  return findPostgresError(error)?.constraint === name;
}

/**
 * SQLSTATE classes of temporary failures: connection exceptions (08), transaction rollbacks such as deadlocks (40),
 * insufficient resources (53), and operator intervention such as shutdown or statement timeout (57).
 */
const unavailableCode = /^(08|40|53|57)/;

/** Returns whether an error means that the database, or the network path to it, is unavailable. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current.name !== "NeonDbError") continue;
    const postgresError = findPostgresError(current);
    return postgresError === undefined || unavailableCode.test(postgresError.code);
  }
  return false;
}
