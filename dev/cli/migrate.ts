import { type DatabaseName, databases, migrateDatabase } from "../local/postgres/migrations.ts";

/** `npm run migrate`: brings the databases of a deployment up to date, one after the other. */
try {
  const addresses = databases.map((name) => [name, addressOf(name)] as const);
  for (const [name, address] of addresses) {
    await migrateDatabase(name, address);
    console.log(`${name}: up to date`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** `ACCOUNT_DATABASE_URL` and so on. Throws a line that names the one that is missing. */
function addressOf(name: DatabaseName): string {
  const variable = `${name.toUpperCase()}_DATABASE_URL`;
  const url = process.env[variable];
  if (url === undefined || url === "") throw new Error(`${variable} is not set: it is the address of a Neon database`);
  return url;
}
