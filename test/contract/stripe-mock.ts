import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stopChild } from "../../dev/process/child.ts";
import { goInstall } from "../support/go-install.ts";

/**
 * `npm run proof:payments`: the contract of the payment port against Stripe's own stripe-mock, which checks each request
 * against Stripe's OpenAPI description. Needs Go, which brings the mock with its description inside.
 */
const version = "v0.203.0";
const contract = "workers/order/payments/stripe.test.ts";
const bin = mkdtempSync(join(tmpdir(), "stoa-stripe-mock-"));

await goInstall(`github.com/stripe/stripe-mock@${version}`, bin);
const mock = spawn(join(bin, "stripe-mock"), ["-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0"], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  process.env.STRIPE_MOCK = await addressOf(mock.stdout);
  process.argv.push("--project", "unit", contract);
  await import("../../dev/build/test-run.ts");
} finally {
  await stopChild(mock, "SIGTERM");
  rmSync(bin, { recursive: true, force: true });
}

/** Where it says that it answers. */
async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /HTTP at address: (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("stripe-mock ended without saying where it answers");
}
