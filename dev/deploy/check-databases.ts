import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";
import { type MigrationTarget, parseServiceRole } from "../local/postgres/migrate-deployment.ts";
import { connectForMigration, type DatabaseName, databases } from "../local/postgres/migrations.ts";
import type { Finding, Target } from "./finding.ts";

const timeoutMs = 20_000;

/** Returns the URLs of the databases: from the secrets file, else from the process. A missing one is empty. */
export function getMigrationTargets({ secrets, env }: Pick<Target, "secrets" | "env">): readonly MigrationTarget[] {
  return databases.map((name) => {
    const [migrationVariable, serviceVariable] = toVariables(name);
    return {
      name,
      migrationUrl: secrets.migrate[migrationVariable] ?? env[migrationVariable] ?? "",
      serviceUrl: secrets[name].DATABASE_URL ?? env[serviceVariable] ?? "",
    };
  });
}

/** Returns the names of the variables with the URL of the owner and the URL of the service. */
export function toVariables(name: DatabaseName): readonly [string, string] {
  return [`${name.toUpperCase()}_MIGRATION_DATABASE_URL`, `${name.toUpperCase()}_DATABASE_URL`];
}

/** Connects to each database as its owner, and counts the migrations that are missing. */
export function checkDatabases(target: Target): Promise<readonly Finding[]> {
  return Promise.all(getMigrationTargets(target).map((database) => checkDatabase(database, target.env.NEON_PROXY)));
}

async function checkDatabase(target: MigrationTarget, proxy: string | undefined): Promise<Finding> {
  const subject = `database of ${target.name}`;
  const [migrationVariable, serviceVariable] = toVariables(target.name);
  if (target.migrationUrl === "") {
    const repair = `put ${migrationVariable} into the section migrate of the secrets file`;
    return { status: "missing", subject, detail: "the URL of the owner is not set", repair };
  }
  if (target.serviceUrl === "") {
    const repair = `put DATABASE_URL into the section ${target.name} of the secrets file, or set ${serviceVariable}`;
    return { status: "missing", subject, detail: "the URL of the service is not set", repair };
  }
  try {
    parseServiceRole(target);
    const pending = await countPendingMigrations(target, proxy);
    return { status: "ok", subject, detail: pending === 0 ? "up to date" : `${pending} migrations will be applied` };
  } catch (error) {
    const message = error instanceof Error && error.message !== "" ? error.message : "it does not respond";
    return { status: "wrong", subject, detail: message };
  }
}

async function countPendingMigrations({ name, migrationUrl }: MigrationTarget, proxy?: string): Promise<number> {
  const journal = JSON.parse(readFileSync(join(root, "migrations", name, "meta", "_journal.json"), "utf8")) as {
    readonly entries: readonly { readonly when: number }[];
  };
  const pool = connectForMigration(migrationUrl, proxy);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("it does not respond")), timeoutMs);
  });
  const count = async () => {
    const exists = await pool.query("select to_regclass('drizzle.__drizzle_migrations') as migrations");
    if (exists.rows[0]?.migrations === null) return journal.entries.length;
    const applied = await pool.query("select coalesce(max(created_at), 0) as last from drizzle.__drizzle_migrations");
    return journal.entries.filter(({ when }) => when > Number(applied.rows[0]?.last)).length;
  };
  try {
    return await Promise.race([count(), timeout]);
  } finally {
    clearTimeout(timer);
    void pool.end().catch(() => undefined);
  }
}
