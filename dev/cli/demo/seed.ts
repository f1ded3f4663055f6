import { neon, neonConfig } from "@neondatabase/serverless";
import type { BackingServices } from "../../local/backing-services.ts";
import { fetchData, signIn } from "../shop/api.ts";
import { importLines } from "../shop/product-import.ts";
import { demoAccounts, demoPassword } from "./accounts.ts";
import { addPricesAndWeight, createDemoPricing } from "./pricing.ts";
import { getDemoProducts } from "./products.ts";

/** An address for documentation. So these requests leave the rate limits of the user of this machine as they are. */
const address = "192.0.2.1";

/**
 * Creates the demo shop in an empty store: sixty products, a login for each role, markets, a sale and coupon codes. Returns
 * whether the store was empty.
 */
export async function seedWhenEmpty(url: string, services: BackingServices): Promise<boolean> {
  if (!(await isEmpty(services))) return false;
  // Sequentially: on a busy machine, four concurrent password hashes would delay responses of Redis past their timeout.
  for (const account of demoAccounts) await register(url, account);
  await grantRoles(services);
  const token = await signIn(url, "manager@stoa.example", demoPassword);
  const results = await importLines(
    { url, token },
    getDemoProducts().map((product) => JSON.stringify(addPricesAndWeight(product))),
  );
  const rejected = results.find(({ result }) => result === "refused");
  if (rejected !== undefined) throw new Error(`Demo product ${rejected.line}: ${rejected.message}`);
  await createDemoPricing({ url, address, token: await signIn(url, "admin@stoa.example", demoPassword) });
  return true;
}

function connectTo(services: BackingServices, name: "account" | "catalog") {
  neonConfig.fetchEndpoint = () => `http://${services.neonProxy}/sql`;
  return neon(services.databaseUrl(name));
}

async function isEmpty(services: BackingServices): Promise<boolean> {
  const [users, products] = await Promise.all([
    connectTo(services, "account")`select 1 from users limit 1`,
    connectTo(services, "catalog")`select 1 from products limit 1`,
  ]);
  return users.length === 0 && products.length === 0;
}

async function register(url: string, account: (typeof demoAccounts)[number]): Promise<void> {
  const { email, firstName, lastName } = account;
  const query = `mutation ($input: RegisterInput!) { register(input: $input) { userErrors { message } } }`;
  const input = { email, firstName, lastName, password: demoPassword };
  type Data = { register: { userErrors: { message: string }[] } };
  const data = await fetchData<Data>({ url, address }, query, { input });
  const [error] = data.register.userErrors;
  if (error !== undefined) throw new Error(`${email}: ${error.message}`);
}

/** Grants the roles in the database. In the API only administrators grant roles, and there is none yet. */
async function grantRoles(services: BackingServices): Promise<void> {
  const sql = connectTo(services, "account");
  for (const { email, roles } of demoAccounts) {
    await sql`update users set roles = ${[...roles]}, email_verified = true where email = ${email}`;
  }
}
