import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stopChild } from "../../dev/process/child.ts";
import { goInstall } from "../support/go-install.ts";

/**
 * `npm run test:stripe-mock`: runs the contract tests of the ports for payments and taxes against Stripe's stripe-mock, which validates
 * each request against Stripe's OpenAPI description. Builds stripe-mock with Go, which must be installed.
 */
const version = "v0.203.0";
const contracts = ["workers/order/payments/stripe.test.ts", "workers/order/taxes/stripe.test.ts"];
const bin = mkdtempSync(join(tmpdir(), "stoa-stripe-mock-"));

await goInstall(`github.com/stripe/stripe-mock@${version}`, bin);
const mock = spawn(join(bin, "stripe-mock"), ["-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0"], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  process.env.STRIPE_MOCK = await readAddress(mock.stdout);
  process.argv.push("--project", "unit", ...contracts);
  await import("../../dev/build/test-run.ts");
} finally {
  await stopChild(mock, "SIGTERM");
  rmSync(bin, { recursive: true, force: true });
}

/** Returns the address that stripe-mock prints when it has started. */
async function readAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /HTTP at address: (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("stripe-mock ended before it printed its address");
}
