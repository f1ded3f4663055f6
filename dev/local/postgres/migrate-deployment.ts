import { grantServiceRights, type ServiceRole } from "./grants.ts";
import { connectForMigration, type DatabaseName, migrateDatabase } from "./migrations.ts";

/** One database of a deployment. */
export interface MigrationTarget {
  readonly name: DatabaseName;
  /** The URL of the role that owns the tables. */
  readonly migrationUrl: string;
  /** The URL in the service's secret DATABASE_URL. Its role reads and writes rows only. */
  readonly serviceUrl: string;
}

/**
 * Applies the missing migrations to each database as the role that owns the tables, and grants the service's role its rights.
 * Throws before the first migration when a URL is not one of a role with a password, or a service uses the owner's role.
 */
export async function migrateDeployment(
  targets: readonly MigrationTarget[],
  onMigrated: (name: DatabaseName) => void,
  proxy?: string,
): Promise<void> {
  const checked = targets.map((target) => ({ ...target, role: parseServiceRole(target) }));
  for (const { name, migrationUrl, role } of checked) {
    await migrateDatabase(name, migrationUrl, proxy);
    const pool = connectForMigration(migrationUrl, proxy);
    try {
      await grantServiceRights(pool, name, role);
    } finally {
      await pool.end();
    }
    onMigrated(name);
  }
}

/** Returns the role in the URL of a service. Throws when a URL has no user or password, or both have the same user. */
export function parseServiceRole({ name, migrationUrl, serviceUrl }: MigrationTarget): ServiceRole {
  const [owner, service] = [migrationUrl, serviceUrl].map((url) => {
    const parsed = URL.parse(url);
    return { name: decodeURIComponent(parsed?.username ?? ""), password: decodeURIComponent(parsed?.password ?? "") };
  });
  if (
    owner === undefined ||
    service === undefined ||
    [owner, service].some((role) => role.name === "" || role.password === "")
  ) {
    throw new Error(`The URLs of the ${name} database must have a user and a password`);
  }
  if (owner.name === service.name) {
    throw new Error(
      `The ${name} service must not use the role ${owner.name}, which owns the tables. ` +
        "Put another user and password into the URL of the service: npm run migrate creates the role.",
    );
  }
  return service;
}
