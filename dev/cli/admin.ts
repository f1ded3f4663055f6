import { parseArgs } from "node:util";
import { getDatabaseAddress } from "../local/postgres/database-url.ts";
import { grantAdmin } from "./shop/admin-role.ts";

/** `npm run admin -- EMAIL`: the first administrator, of a local shop that runs or, by its database, of a deployment. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string", default: ".stoa" } },
});
const [email] = positionals;
try {
  if (email === undefined) throw new Error("usage: npm run admin -- EMAIL [--data DIR]");
  if (!(await grantAdmin(getDatabaseAddress("account", values.data), email))) {
    throw new Error(`nobody has registered with ${email}: do that first`);
  }
  console.log(`${email} is an administrator from the next sign-in on.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
