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

/** Opens the database for one call. Costs no round trip. Statements end with the call's own signal. */
export function openDatabase(address: DatabaseAddress, signal?: AbortSignal): Database {
  if (address.NEON_PROXY !== "") neonConfig.fetchEndpoint = () => `http://${address.NEON_PROXY}/sql`;
  const client = neon(address.DATABASE_URL, signal === undefined ? {} : { fetchOptions: { signal } });
  return drizzle(client);
}

/** Whether the database answers at all. */
export async function pingDatabase(address: DatabaseAddress, signal: AbortSignal): Promise<void> {
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

/** Whether it was not Postgres that answered: it, or the way to it, is away. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === "NeonDbError") return findPostgresError(at) === undefined;
  }
  return false;
}
