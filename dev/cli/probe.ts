import { parseArgs } from "node:util";
import { demoPassword } from "./demo/accounts.ts";
import { buyAndCancel } from "./probe/buy.ts";
import { exitOnHelp } from "./shop/command.ts";

/**
 * `npm run probe`: a synthetic buyer. Places an order in a shop and cancels it. Exits with 1 when a step fails. See
 * docs/observability.md.
 */
const usage = `Usage: npm run probe -- [--url URL] [--email EMAIL] [--sku SKU] [--payment-method ID] [--timeout SECONDS] [--json]

The password of the account is in PROBE_PASSWORD. Without options, the probe buys in the local shop as its demo customer.`;

exitOnHelp(usage);

const localUrl = "http://127.0.0.1:8787";

try {
  const { values } = parseArgs({
    options: {
      url: { type: "string", default: localUrl },
      email: { type: "string", default: "customer@stoa.example" },
      sku: { type: "string", default: "LGT-01-1" },
      "payment-method": { type: "string", default: "pm_card_visa" },
      timeout: { type: "string", default: "60" },
      json: { type: "boolean", default: false },
    },
  });
  const { url, email, sku, timeout } = values;
  const timeoutMs = Number(timeout) * 1_000;
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0) throw new Error("--timeout must be a number of seconds");
  const password = process.env.PROBE_PASSWORD ?? (url === localUrl ? demoPassword : undefined);
  if (password === undefined) throw new Error("PROBE_PASSWORD is not set");
  const report = await buyAndCancel({ url, email, password, sku, timeoutMs, paymentMethod: values["payment-method"] });
  if (values.json) console.log(JSON.stringify(report));
  else
    for (const { name, ms, error } of report.steps)
      console.log(`${error ?? "ok"}`.padEnd(error ? 0 : 4), name, `${ms} ms`);
  process.exitCode = report.ok ? 0 : 1;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
  process.exitCode = 2;
}
