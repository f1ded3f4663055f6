import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { signIn } from "../../dev/cli/shop/api.ts";
import { freePort } from "../../dev/process/listen.ts";
import type { LedgerEntry } from "../support/clients.ts";
import { findOrder, placeOrder, readStock } from "../support/harness.ts";

let folder: string;
let port: number;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-start-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  port = await freePort();
});

afterAll(async () => {
  for (const child of running) child.kill("SIGTERM");
  await Promise.all([...running].map(ended));
  rmSync(folder, { recursive: true, force: true });
});

interface Manner {
  readonly more?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function run(
  data: string,
  at: number,
  { more = [], env = {} }: Manner = {},
): { child: ChildProcess; output: () => string } {
  const args = [
    "dev/build/bootstrap.mjs",
    "dev/cli/start.ts",
    "--data",
    join(folder, data),
    "--port",
    String(at),
    ...more,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  return { child, output: () => output };
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", resolve));
}

async function ready(
  data: string,
  at: number,
  { env = {} }: Manner = {},
): Promise<{ child: ChildProcess; output: () => string }> {
  const started = run(data, at, { more: ["--limits", "off"], env });
  await expect.poll(started.output, { timeout: 60_000, interval: 100 }).toContain("Begin anew with");
  return started;
}

interface Recorded {
  readonly pid: number;
}

/** Everything that a start has started, itself last, killed without a word. */
function killAll(child: ChildProcess, data: string): void {
  const recorded = JSON.parse(readFileSync(join(folder, data, "processes.json"), "utf8")) as Recorded[];
  for (const { pid } of recorded) process.kill(pid, "SIGKILL");
  child.kill("SIGKILL");
}

/** GraphiQL is all in one page, and browsers are told to let it ask nobody else for anything. */
async function expectGraphiql(url: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, { headers: { accept: "text/html" } });
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'self' data: blob: 'unsafe-inline';/);
  const page = await response.text();
  expect(page).toContain("mutation PlaceOrder");
  const withoutCode = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "<$1></$1>");
  expect(withoutCode.match(/<(script|style)>/g)).toEqual(["<style>", "<script>"]);
  expect(withoutCode).not.toMatch(/https?:|\bsrc=/);
}

/** Whether a page of this origin may read what it is answered. */
async function letsIn(url: string, origin: string): Promise<boolean> {
  const headers = { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
  const response = await fetch(`${url}/graphql`, { method: "OPTIONS", headers });
  return response.headers.get("access-control-allow-origin") === origin;
}

describe("npm start", () => {
  const url = () => `http://127.0.0.1:${port}`;

  it("finishes an order that kill -9 of everything interrupted, and keeps all the rest", async () => {
    const first = await ready("shop", port);
    await expectGraphiql(url());
    const pages = ["http://localhost:5173", "http://localhost:8080"];
    expect(await Promise.all(pages.map((origin) => letsIn(url(), origin)))).toEqual([true, false]);
    expect(first.output()).toContain("demo shop filled in");
    const token = await signIn(url(), "customer@stoa.example", demoPassword);
    const before = await readStock({ url: url() }, "halden-reading-lamp");

    // The capture goes through, and its answer never comes: in the middle of the order all power is lost.
    const stripe = stripeOf(first.output());
    const fault = JSON.stringify({ mode: "timeout_after", match: "capture", times: 1 });
    await fetch(`${stripe}/sandbox/faults`, { method: "POST", body: fault });
    const lines = [{ sku: "LGT-01-1", quantity: 2 }];
    const placing = placeOrder({ url: url(), token }, { idempotencyKey: "interrupted", lines }).catch(() => undefined);
    const captured = async () => (await ledgerOf(stripe)).filter((entry) => entry.captured > 0).length;
    await expect.poll(captured, { timeout: 10_000 }).toBe(1);
    killAll(first.child, "shop");
    await Promise.all([placing, ended(first.child)]);

    const startedAt = performance.now();
    const second = await ready("shop", port);
    expect(performance.now() - startedAt).toBeLessThan(25_000);
    expect(second.output()).not.toContain("demo shop filled in");
    const again = { url: url(), token: await signIn(url(), "customer@stoa.example", demoPassword) };
    const { order } = await placeOrder(again, { idempotencyKey: "interrupted", lines });
    const status = async () => (await findOrder(again, order?.id ?? ""))?.status;
    await expect.poll(status, { timeout: 30_000, interval: 250 }).toBe("CONFIRMED");
    const after = await readStock(again, "halden-reading-lamp");
    expect(after).toEqual({ available: before.available - 2, reserved: 0 });
    const payments = (await ledgerOf(stripeOf(second.output()))).filter(({ orderId }) => orderId === order?.id);
    expect(payments.map((entry) => entry.captured)).toEqual([17_800]);
  }, 120_000);

  it("says in one line that its port is taken, or its folder", async () => {
    const other = run("other", port);
    expect(await ended(other.child)).toBe(1);
    expect(other.output().trim()).toBe(`Port ${port} is taken. Choose another: PORT=8788 npm start`);
    const same = run("shop", await freePort());
    expect(await ended(same.child)).toBe(1);
    expect(same.output().trim().split("\n").at(-1)).toContain("Stoa already runs on");
  });

  it("runs twice side by side on two folders, and stops all it started on Ctrl-C", async () => {
    const own = "http://localhost:8080";
    const at = await freePort();
    const second = await ready("second", at, { env: { ALLOWED_ORIGINS: own } });
    expect(await letsIn(`http://127.0.0.1:${at}`, own)).toBe(true);
    expect(await readStock({ url: url() }, "orbit-pendant")).toBeDefined();
    const recorded = JSON.parse(readFileSync(join(folder, "second", "processes.json"), "utf8")) as Recorded[];
    expect(recorded.length).toBeGreaterThan(1);
    second.child.kill("SIGINT");
    expect(await ended(second.child)).toBe(0);
    for (const { pid } of recorded) expect(() => process.kill(pid, 0)).toThrow();
  }, 90_000);
});

function stripeOf(output: string): string {
  const host = /payments: sandbox at (\S+)/.exec(output)?.[1];
  if (host === undefined) throw new Error("the start says nothing of the payment sandbox");
  return `http://${host}`;
}

async function ledgerOf(stripe: string): Promise<readonly LedgerEntry[]> {
  const response = await fetch(`${stripe}/sandbox/ledger`);
  return ((await response.json()) as { entries: readonly LedgerEntry[] }).entries;
}
