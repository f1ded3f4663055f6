import { parseArgs } from "node:util";
import { getDatabaseAddress } from "../local/postgres/database-url.ts";
import { grantAdmin } from "./shop/admin-role.ts";
import { dataOption, exitOnHelp, runCommand } from "./shop/command.ts";

/**
 * `npm run admin -- EMAIL`: grants the ADMIN role to the first administrator, in the local shop that runs on the data
 * folder, or in the database at `ACCOUNT_DATABASE_URL`.
 */
const usage = "Usage: npm run admin -- EMAIL [--data DIR]";

exitOnHelp(usage);
await runCommand(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: dataOption });
  const [email] = positionals;
  if (email === undefined) throw new Error(usage);
  if (!(await grantAdmin(await getDatabaseAddress("account", values.data), email))) {
    throw new Error(`No account has the email ${email}. Register it first.`);
  }
  console.log(`${email} is an administrator from the next sign-in on.`);
});
