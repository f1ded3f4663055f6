import { neon, neonConfig } from "@neondatabase/serverless";
import type { BackingServices } from "../../local/backing-services.ts";
import { fetchData, signIn } from "../shop/api.ts";
import { importLines } from "../shop/product-import.ts";
import { demoAccounts, demoPassword } from "./accounts.ts";
import { demoProducts } from "./products.ts";

/** Fills an empty store with a demo shop: sixty products and a login for each role. True when it was empty. */
export async function seedWhenEmpty(url: string, engines: BackingServices): Promise<boolean> {
  if (!(await isEmpty(engines))) return false;
  // One after the other: on a busy machine, four passwords hashed at once let no answer of Redis in for too long.
  for (const account of demoAccounts) await register(url, account);
  await grantRoles(engines);
  const token = await signIn(url, "manager@stoa.example", demoPassword);
  const results = await importLines(
    { url, token },
    demoProducts().map((product) => JSON.stringify(product)),
  );
  const refused = results.find(({ result }) => result === "refused");
  if (refused !== undefined) throw new Error(`demo product ${refused.line}: ${refused.message}`);
  return true;
}

function sqlOn(engines: BackingServices, name: "account" | "catalog") {
  neonConfig.fetchEndpoint = () => `http://${engines.neonProxy}/sql`;
  return neon(engines.databaseUrl(name));
}

async function isEmpty(engines: BackingServices): Promise<boolean> {
  const [users, products] = await Promise.all([
    sqlOn(engines, "account")`select 1 from users limit 1`,
    sqlOn(engines, "catalog")`select 1 from products limit 1`,
  ]);
  return users.length === 0 && products.length === 0;
}

async function register(url: string, account: (typeof demoAccounts)[number]): Promise<void> {
  const { email, firstName, lastName } = account;
  const query = `mutation ($input: RegisterInput!) { register(input: $input) { userErrors { message } } }`;
  const input = { email, firstName, lastName, password: demoPassword };
  const { register: made } = await fetchData<{ register: { userErrors: { message: string }[] } }>({ url }, query, {
    input,
  });
  const [error] = made.userErrors;
  if (error !== undefined) throw new Error(`${email}: ${error.message}`);
}

/** The API gives nobody a role that they have not: the first ones are written by whoever owns the database. */
async function grantRoles(engines: BackingServices): Promise<void> {
  const sql = sqlOn(engines, "account");
  for (const { email, roles } of demoAccounts) {
    await sql`update users set roles = ${[...roles]}, email_verified = true where email = ${email}`;
  }
}
