import { migrateDeployment } from "../local/postgres/migrate-deployment.ts";
import { type DatabaseName, databases } from "../local/postgres/migrations.ts";
import { runCommand } from "./shop/command.ts";

/**
 * `npm run migrate`: applies the missing migrations to the databases of a deployment, one after the other, and grants each
 * service its rights. All URLs are checked before the first migration.
 */
const usage = `Usage: npm run migrate
The environment has ACCOUNT_DATABASE_URL, ACCOUNT_MIGRATION_DATABASE_URL, and the same for CATALOG and ORDER.`;

await runCommand(async () => {
  const targets = databases.map((name) => ({
    name,
    migrationUrl: getUrl(name, "MIGRATION_DATABASE_URL"),
    serviceUrl: getUrl(name, "DATABASE_URL"),
  }));
  await migrateDeployment(targets, (name) => console.log(`${name}: up to date`));
}, usage);

/** Returns `<NAME>_<suffix>`. Throws when it is not set. */
function getUrl(name: DatabaseName, suffix: string): string {
  const variable = `${name.toUpperCase()}_${suffix}`;
  const url = process.env[variable];
  if (url === undefined || url === "") throw new Error(`${variable} is not set. Set it to the URL of a Neon database.`);
  return url;
}
