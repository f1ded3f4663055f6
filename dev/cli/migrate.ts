import { type DatabaseName, databases, migrateDatabase } from "../local/postgres/migrations.ts";
import { runCommand } from "./shop/command.ts";

/** `npm run migrate`: applies the missing migrations to the databases of a deployment, one after the other. */
await runCommand(async () => {
  const urls = databases.map((name) => [name, getDatabaseUrl(name)] as const);
  for (const [name, url] of urls) {
    await migrateDatabase(name, url);
    console.log(`${name}: up to date`);
  }
});

/** Returns `<NAME>_DATABASE_URL`. Throws when it is not set. */
function getDatabaseUrl(name: DatabaseName): string {
  const variable = `${name.toUpperCase()}_DATABASE_URL`;
  const url = process.env[variable];
  if (url === undefined || url === "") throw new Error(`${variable} is not set. Set it to the URL of a Neon database.`);
  return url;
}
