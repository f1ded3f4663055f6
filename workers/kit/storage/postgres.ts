import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";

/** A service's database for one call, spoken to over HTTP: one round trip a statement or transaction. */
export type Database = NeonHttpDatabase<Record<string, never>> & {
  $client: NeonQueryFunction<false, false>;
};

export interface DatabaseAddress {
  readonly DATABASE_URL: string;
  /** `host:port` that answers in place of the database's own host; empty in production. */
  readonly NEON_PROXY: string;
}

/** What one statement or transaction may take, there and back. */
const statementMs = 10_000;

/** What the driver looks at of an answer. */
type Answer = Pick<Response, "ok" | "status" | "json" | "text">;

/** Sends a statement and waits for all of its answer: one that breaks off, or does not come in time, is none. */
async function send(url: string, request: RequestInit): Promise<Answer> {
  const limit = new AbortController();
  const late = () => limit.abort(new DOMException("the statement was not answered in time", "TimeoutError"));
  const timer = setTimeout(late, statementMs);
  try {
    const signal = request.signal ? AbortSignal.any([request.signal, limit.signal]) : limit.signal;
    const response = await fetch(url, { ...request, signal });
    const text = await response.text();
    const { ok, status } = response;
    return { ok, status, text: async () => text, json: async () => JSON.parse(text) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens the database for one call. Costs no round trip. Statements end with the call's own signal, and each by itself
 * after ten seconds.
 */
export function openDatabase(address: DatabaseAddress, signal?: AbortSignal): Database {
  neonConfig.fetchFunction = send;
  if (address.NEON_PROXY !== "") neonConfig.fetchEndpoint = () => `http://${address.NEON_PROXY}/sql`;
  const client = neon(address.DATABASE_URL, signal === undefined ? {} : { fetchOptions: { signal } });
  return drizzle(client);
}

/** Whether the database answers at all. */
export async function pingDatabase(address: DatabaseAddress, signal: AbortSignal): Promise<undefined> {
  await openDatabase(address, signal).execute("select 1");
}

interface PostgresError {
  readonly code: string;
  readonly constraint: string | undefined;
}

/** The SQLSTATE and constraint of an error that Postgres itself answered with; undefined for any other error. */
export function findPostgresError(error: unknown): PostgresError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name !== "NeonDbError") continue;
    const { code, constraint } = at as Error & { code?: string; constraint?: string };
    return code === undefined ? undefined : { code, constraint };
  }
  return undefined;
}

/** Whether an error is a unique or check constraint of this name refusing a row. */
export function isConstraint(error: unknown, name: string): boolean {
  return findPostgresError(error)?.constraint === name;
}

/**
 * How Postgres says that it cannot work now: connections, resources, somebody who ends what it does, and a transaction
 * that it gave up for another's sake.
 */
const awayCode = /^(08|40|53|57)/;

/** Whether the database, or the way to it, is away. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name !== "NeonDbError") continue;
    const known = findPostgresError(at);
    return known === undefined || awayCode.test(known.code);
  }
  return false;
}
