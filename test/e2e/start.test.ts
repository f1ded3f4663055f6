import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { type Api, fetchData, signIn } from "../../dev/cli/shop/api.ts";
import { getStartTime } from "../../dev/process/child.ts";
import { freePort, listen, stopListening } from "../../dev/process/listen.ts";
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
  await Promise.all([...running].map(exitOf));
  rmSync(folder, { recursive: true, force: true });
});

interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Run {
  readonly child: ChildProcess;
  /** Returns what the process has printed so far. */
  readonly output: () => string;
}

/** Runs `npm start` on a data folder and a port. */
function run(data: string, listenOn: number, { args: extra = [], env = {} }: RunOptions = {}): Run {
  const dataDir = join(folder, data);
  const args = ["dev/build/bootstrap.mjs", "dev/cli/start.ts", "--data", dataDir, "--port", String(listenOn), ...extra];
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

/** Resolves with the exit code when the process has ended. */
function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", resolve));
}

/** Runs `npm start` without rate limits and waits until the shop is ready. Fails as soon as the process ends. */
async function start(data: string, listenOn: number, { args = [], env = {} }: RunOptions = {}): Promise<Run> {
  const started = run(data, listenOn, { args: ["--limits", "off", ...args], env });
  const ended = exitOf(started.child).then((code) => {
    throw new Error(`npm start ended with exit code ${code}: ${started.output()}`);
  });
  const isReady = expect.poll(started.output, { timeout: 60_000, interval: 100 }).toContain("Stoa is ready");
  await Promise.race([isReady, ended]);
  return started;
}

/** Returns the discount of a demo code on a lamp. */
async function readDiscount(api: Api, code: string): Promise<string> {
  const query = "query ($input: QuoteInput!) { quote(input: $input) { discountTotal { amountMinor } } }";
  const input = { lines: [{ sku: "LGT-01-1", quantity: 1 }], couponCodes: [code] };
  type Data = { quote: { discountTotal: { amountMinor: string } } };
  return (await fetchData<Data>(api, query, { input })).quote.discountTotal.amountMinor;
}

function isRunning(pid: number): boolean {
  return getStartTime(pid) !== undefined;
}

const readPids = (data: string): readonly number[] => {
  const processes: { readonly pid: number }[] = JSON.parse(readFileSync(join(folder, data, "processes.json"), "utf8"));
  return processes.map(({ pid }) => pid);
};

/** Kills all processes of a shop with SIGKILL. */
function killAll(child: ChildProcess, data: string): void {
  for (const pid of readPids(data)) process.kill(pid, "SIGKILL");
  child.kill("SIGKILL");
}

/** Expects GraphiQL as one page without external resources, and a policy that allows no other origin. */
async function expectGraphiql(url: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, { headers: { accept: "text/html" } });
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'self' data: blob: 'unsafe-inline';/);
  const page = await response.text();
  expect(page).toContain("mutation PlaceOrder");
  const withoutCode = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "<$1></$1>");
  expect(withoutCode.match(/<(script|style)>/g)).toEqual(["<style>", "<script>"]);
  expect(withoutCode).not.toMatch(/https?:|\bsrc=/);
}

/** Returns whether CORS lets a page of this origin read responses. */
async function isAllowedOrigin(url: string, origin: string): Promise<boolean> {
  const headers = { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
  const response = await fetch(`${url}/graphql`, { method: "OPTIONS", headers });
  return response.headers.get("access-control-allow-origin") === origin;
}

describe("npm start", () => {
  const url = () => `http://127.0.0.1:${port}`;

  it("finishes an order that was interrupted by kill -9 of all processes, and preserves all data", async () => {
    const first = await start("shop", port);
    await expectGraphiql(url());
    const origins = ["http://localhost:5173", "http://localhost:8080"];
    expect(await Promise.all(origins.map((origin) => isAllowedOrigin(url(), origin)))).toEqual([true, false]);
    expect(first.output()).toContain("demo shop filled in");
    for (const printed of ["customer@stoa.example", "trade@stoa.example", "WELCOME10", "SHIPFREE"]) {
      expect(first.output()).toContain(printed);
    }
    const token = await signIn(url(), "customer@stoa.example", demoPassword);
    const before = await readStock({ url: url() }, "halden-reading-lamp");

    // The capture succeeds but its response is lost. Then all processes are killed.
    const stripe = stripeOf(first.output());
    const fault = JSON.stringify({ mode: "timeout_after", match: "capture", times: 1 });
    await fetch(`${stripe}/sandbox/faults`, { method: "POST", headers: sandboxHeaders(), body: fault });
    const lines = [{ sku: "LGT-01-1", quantity: 2 }];
    const placing = placeOrder({ url: url(), token }, { idempotencyKey: "interrupted", lines }).catch(() => undefined);
    const captured = async () => (await ledgerOf(stripe)).filter((entry) => entry.captured > 0).length;
    await expect.poll(captured, { timeout: 10_000 }).toBe(1);
    killAll(first.child, "shop");
    await Promise.all([placing, exitOf(first.child)]);

    const startedAt = performance.now();
    const second = await start("shop", port);
    expect(performance.now() - startedAt).toBeLessThan(25_000);
    expect(second.output()).not.toContain("demo shop filled in");
    const customer = { url: url(), token: await signIn(url(), "customer@stoa.example", demoPassword) };
    const { order } = await placeOrder(customer, { idempotencyKey: "interrupted", lines });
    const status = async () => (await findOrder(customer, order?.id ?? ""))?.status;
    await expect.poll(status, { timeout: 30_000, interval: 250 }).toBe("CONFIRMED");
    expect(await readDiscount(customer, "WELCOME10")).toBe("890");
    const readLamp = () => readStock(customer, "halden-reading-lamp");
    await expect.poll(readLamp, { timeout: 10_000 }).toEqual({ available: before.available - 2, reserved: 0 });
    const payments = (await ledgerOf(stripeOf(second.output()))).filter(({ orderId }) => orderId === order?.id);
    expect(payments.map((entry) => entry.captured)).toEqual([17_800]);
  }, 120_000);

  it("exits with one line when the port or the data folder is in use", async () => {
    const samePort = run("other", port);
    expect(await exitOf(samePort.child)).toBe(1);
    expect(samePort.output().trim()).toBe(`Port ${port} is taken. Choose another: PORT=8797 npm start`);
    const sameFolder = run("shop", await freePort());
    expect(await exitOf(sameFolder.child)).toBe(1);
    expect(sameFolder.output().trim().split("\n").at(-1)).toContain("Stoa already runs on");
  });

  it("runs twice on two data folders, and ends all its processes on Ctrl-C", async () => {
    const origin = "http://localhost:8080";
    const secondPort = await freePort();
    const second = await start("second", secondPort, { env: { ALLOWED_ORIGINS: origin } });
    expect(await isAllowedOrigin(`http://127.0.0.1:${secondPort}`, origin)).toBe(true);
    expect(await readStock({ url: url() }, "orbit-pendant")).toBeDefined();
    const pids = readPids("second");
    expect(pids.length).toBeGreaterThan(1);
    second.child.kill("SIGINT");
    expect(await exitOf(second.child)).toBe(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
  }, 90_000);

  it("takes the port from the processes that kill -9 of the main process left running, and starts empty with --fresh", async () => {
    const ownPort = await freePort();
    const killed = await start("killed", ownPort);
    const pids = readPids("killed");
    killed.child.kill("SIGKILL");
    await exitOf(killed.child);
    const next = await start("killed", ownPort);
    for (const pid of pids) expect(isRunning(pid)).toBe(false);
    next.child.kill("SIGTERM");
    expect(await exitOf(next.child)).toBe(0);
    const fresh = await start("killed", ownPort, { args: ["--fresh"] });
    expect(fresh.output()).toContain("demo shop filled in");
    expect(await readDiscount({ url: `http://127.0.0.1:${ownPort}` }, "WELCOME10")).toBe("890");
    fresh.child.kill("SIGTERM");
    expect(await exitOf(fresh.child)).toBe(0);
  }, 120_000);

  it("stops when npm is ended by SIGTERM, which npm does not forward", async () => {
    const ownPort = await freePort();
    const args = ["start", "--", "--data", join(folder, "npm"), "--port", String(ownPort)];
    const npm = spawn("npm", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [npm.stdout, npm.stderr]) stream.on("data", (chunk) => (output += chunk));
    await expect.poll(() => output, { timeout: 60_000, interval: 100 }).toContain("Stoa is ready");
    const pids = readPids("npm");
    npm.kill("SIGTERM");
    await expect.poll(() => pids.filter(isRunning), { timeout: 20_000, interval: 100 }).toEqual([]);
    const responds = () => fetch(`http://127.0.0.1:${ownPort}/readyz`).catch(() => undefined);
    expect(await responds()).toBeUndefined();
  }, 90_000);

  it.each([1, 2, 3])(
    "ends quietly and leaves nothing running when it is stopped at step %i of the start",
    async (step) => {
      const data = `stopped-${step}`;
      const stopped = run(data, await freePort());
      const recorded = () => (existsSync(join(folder, data, "processes.json")) ? readPids(data).length : 0);
      await expect.poll(recorded, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(step);
      const pids = readPids(data);
      stopped.child.kill("SIGINT");
      expect(await exitOf(stopped.child)).toBe(130);
      expect(stopped.output().trim().split("\n")).toEqual([expect.stringMatching(/^Starting/), "Stopping …"]);
      for (const pid of pids) expect(isRunning(pid)).toBe(false);
    },
    90_000,
  );

  it.runIf(process.platform === "linux")(
    "prints one line and leaves nothing running when the disk is full",
    async () => {
      // A file that is a link to /dev/full behaves as on a full disk.
      mkdirSync(join(folder, "full"), { mode: 0o711 });
      symlinkSync("/dev/full", join(folder, "full", "processes.json.new"));
      const full = run("full", await freePort());
      expect(await exitOf(full.child)).toBe(1);
      const lines = full.output().trim().split("\n");
      expect(lines).toEqual([
        expect.stringMatching(/^Starting/),
        expect.stringMatching(/^The disk is full: \d+ MB are free/),
      ]);
      const [postgres] = readFileSync(join(folder, "full", "postgres", "postmaster.pid"), "utf8").split("\n");
      expect(isRunning(Number(postgres))).toBe(false);
    },
    60_000,
  );

  it.runIf(process.platform === "linux")(
    "continues without log lines when the disk is full, with one warning",
    async () => {
      mkdirSync(join(folder, "full-logs", "logs"), { recursive: true, mode: 0o711 });
      symlinkSync("/dev/full", join(folder, "full-logs", "logs", "workers.log"));
      const ownPort = await freePort();
      const { child, output } = await start("full-logs", ownPort);
      expect((await fetch(`http://127.0.0.1:${ownPort}/readyz`)).status).toBe(200);
      expect(output().match(/Log lines are dropped: ENOSPC/g)).toHaveLength(1);
      child.kill("SIGTERM");
      expect(await exitOf(child)).toBe(0);
    },
    60_000,
  );

  it("starts while Elasticsearch is not ready, and searches with Postgres until the index is built", async () => {
    const elasticsearch = createServer((_request, response) => {
      response.statusCode = 503;
      response.end("{}");
    });
    const ELASTICSEARCH_URL = `http://127.0.0.1:${await listen(elasticsearch)}`;
    const ownPort = await freePort();
    const { child, output } = await start("cold-search", ownPort, { env: { ELASTICSEARCH_URL } });
    const query = `{ search(query: "lamp", first: 1) { degraded totalCount } }`;
    type Data = { search: { degraded: boolean; totalCount: number } };
    const { search } = await fetchData<Data>({ url: `http://127.0.0.1:${ownPort}` }, query);
    expect(search.degraded).toBe(true);
    expect(search.totalCount).toBeGreaterThan(0);
    await expect.poll(output, { timeout: 30_000 }).toContain("Elasticsearch is not ready, so Postgres does the search");
    child.kill("SIGINT");
    expect(await exitOf(child)).toBe(0);
    await stopListening(elasticsearch);
  }, 120_000);
});

function stripeOf(output: string): string {
  const host = /payments: sandbox at (\S+)/.exec(output)?.[1];
  if (host === undefined) throw new Error("The banner does not name the payment sandbox");
  return `http://${host}`;
}

/** Returns the headers that the control endpoints of the payment sandbox of the shop require. */
function sandboxHeaders(): Readonly<Record<string, string>> {
  const { sandboxToken } = JSON.parse(readFileSync(join(folder, "shop", "secrets.json"), "utf8"));
  return { authorization: `Bearer ${sandboxToken}` };
}

async function ledgerOf(stripe: string): Promise<readonly LedgerEntry[]> {
  const response = await fetch(`${stripe}/sandbox/ledger`, { headers: sandboxHeaders() });
  return ((await response.json()) as { entries: readonly LedgerEntry[] }).entries;
}
