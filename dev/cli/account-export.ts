import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { demoPassword } from "./demo/accounts.ts";
import { exportAccount } from "./export/account-export.ts";
import { signIn } from "./shop/api.ts";
import { getLocalUrl, runCommand, shopOptions } from "./shop/command.ts";

/**
 * `npm run account:export -- ACCOUNT`: prints all data of an account as JSON, or writes it to a file that only its owner can read.
 * ACCOUNT is an id or an email address; `me` is the owner of the token.
 */
const usage = "Usage: npm run account:export -- ACCOUNT [--out FILE] [--url URL] [--token TOKEN]";

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ...shopOptions, out: { type: "string" } },
  });
  const [account] = positionals;
  if (account === undefined) throw new Error("Name the account");
  const url = values.url ?? getLocalUrl();
  const token = values.token ?? (await signIn(url, "support@stoa.example", demoPassword));
  const exported = await exportAccount({ url, token }, account);
  if (exported === undefined) throw new Error(`There is no account ${account}`);
  const text = `${JSON.stringify(exported, undefined, 2)}\n`;
  if (values.out === undefined) process.stdout.write(text);
  else {
    writeFileSync(values.out, text, { mode: 0o600 });
    console.log(`${values.out}: ${exported.orders.length} orders`);
  }
}, usage);
