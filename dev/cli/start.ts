import { existsSync, rmSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../build/root.ts";
import { lockWhenOrphanEnds } from "../local/data-dir-lock.ts";
import { type LocalStack, startLocalStack } from "../local/stack.ts";
import { endRecordedProcesses } from "../process/child.ts";
import { freePort } from "../process/listen.ts";
import { onStopRequest } from "../process/shutdown.ts";
import { demoAccounts, demoPassword, toDemoSignIns } from "./demo/accounts.ts";
import { demoCouponCodes } from "./demo/pricing.ts";
import { seedWhenEmpty } from "./demo/seed.ts";
import { signIn } from "./shop/api.ts";
import { exitOnHelp } from "./shop/command.ts";
import { rebuildWhenReady } from "./shop/search-index.ts";

/** `npm start`: runs the whole shop on this machine, with the demo shop in an empty store. */
const usage = "Usage: npm start -- [--port PORT] [--data DIR] [--limits on|off] [--fresh]";

const stopping = new AbortController();
let stack: LocalStack | undefined;
let ready = false;
let exitCode: number | undefined;

onStopRequest(({ signalCode }) => {
  console.error("Stopping …");
  stopping.abort();
  if (stack === undefined) exitCode = signalCode;
  else void end(stack, ready ? 0 : signalCode);
});
// A failure that no code handles, for example of a write to a full disk, must not leave processes behind.
process.on("uncaughtException", (error) => {
  printError(error);
  if (stack === undefined) exitCode = 1;
  else void end(stack, 1);
  stopping.abort();
});

exitOnHelp(usage);
try {
  await start();
} catch (error) {
  if (!stopping.signal.aborted) printError(error);
  if (stack === undefined) process.exit(exitCode ?? 1);
  await end(stack, exitCode ?? 1);
}

/** Stops everything and exits. Only the first call has an effect. */
async function end(running: LocalStack, code: number): Promise<void> {
  if (exitCode !== undefined) return;
  exitCode = code;
  stopping.abort();
  await running.stop().catch(printError);
  process.exit(code);
}

async function start(): Promise<void> {
  const { port, dataDir, limits, fresh } = readOptions();
  const startedAt = performance.now();
  let pagePorts = { storefront: 0, console: 0 };
  const release = await lockWhenOrphanEnds(dataDir);
  try {
    // The processes of a killed start may still use the port.
    await endRecordedProcesses(dataDir);
    await requireFreePort(port);
    pagePorts = {
      storefront: await selectPort(port + 1, "storefront"),
      console: await selectPort(port + 2, "console"),
    };
  } finally {
    release();
  }
  if (fresh) rmSync(dataDir, { recursive: true, force: true });
  stopping.signal.throwIfAborted();
  console.error("Starting Postgres, Redis, the emulators and six Workers …");
  const elasticsearchUrl = process.env.ELASTICSEARCH_URL || undefined;
  const onWarning = (line: string) => console.error(line);
  const { signal } = stopping;
  const vars = toDemoSignIns();
  stack = await startLocalStack({
    dataDir,
    port,
    pagePorts,
    limits,
    vars,
    hasFaultLab: true,
    elasticsearchUrl,
    signal,
    onWarning,
  });
  const { url, services } = stack;
  const seeded = await seedWhenEmpty(url, services);

  ready = true;
  printBanner(stack, { seconds: (performance.now() - startedAt) / 1000, seeded, dataDir, limits });
  if (elasticsearchUrl === undefined) return;
  await rebuildWhenReady({
    connect: async () => ({ url, token: await signIn(url, "manager@stoa.example", demoPassword) }),
    print: (line) => console.error(`  ${line}`),
    signal,
  });
}

/** Prints one line for an error. */
function printError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  console.error(/ENOSPC|No space left on device/.test(message) ? describeFullDisk() : message);
}

function describeFullDisk(): string {
  const { dataDir } = readOptions();
  const { bavail, bsize } = statfsSync(existsSync(dataDir) ? dataDir : root);
  const freeMegabytes = Math.floor((bavail * bsize) / 1024 / 1024);
  return `The disk is full: ${freeMegabytes} MB are free for ${dataDir}. Free some space, then start again.`;
}

interface StartSummary {
  readonly seconds: number;
  readonly seeded: boolean;
  readonly dataDir: string;
  readonly limits: boolean;
}

function printBanner(
  { url, storefrontUrl, consoleUrl, services, tracesUrl }: LocalStack,
  { seconds, seeded, dataDir, limits }: StartSummary,
): void {
  const logins = demoAccounts.map(({ email, roles }) => `    ${email.padEnd(24)} ${roles.join(", ")}`);
  const codes = demoCouponCodes.map(({ code, description }) => `    ${code.padEnd(24)} ${description}`);
  console.log(
    [
      "",
      `  Stoa is ready (${seconds.toFixed(1)} s${seeded ? ", demo shop filled in" : ""})`,
      "",
      `  Storefront             ${storefrontUrl}`,
      `  Console for staff      ${consoleUrl}`,
      `  GraphQL and GraphiQL   ${url}/graphql`,
      `  Sent mail              http://${services.mailHost}/dev/mail`,
      `  Traces of orders       ${tracesUrl}`,
      `  Backing services       ${services.names.join(", ")}`,
      `  Data and logs          ${dataDir}`,
      `  Rate limits            ${limits ? "on" : "off"}`,
      "",
      `  Demo logins, password ${demoPassword}`,
      ...logins,
      "",
      "  Coupon codes",
      ...codes,
      "",
      "  Stop with Ctrl-C. Delete all data and start again: npm start -- --fresh",
      "",
    ].join("\n"),
  );
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: process.env.PORT ?? "8787" },
        data: { type: "string", default: ".stoa" },
        limits: { type: "string", default: "on" },
        fresh: { type: "boolean", default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Error(`--port must be a number from 1 to 65535, not ${values.port}`);
    if (values.limits !== "on" && values.limits !== "off") throw new Error("--limits must be `on` or `off`");
    return { port, dataDir: resolve(root, values.data), limits: values.limits === "on", fresh: values.fresh };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** Checks the port before anything starts, so that the error is one line. */
async function requireFreePort(port: number): Promise<void> {
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken. Choose another: PORT=8797 npm start`);
}

/** Returns the port, or a free one if it is taken. */
async function selectPort(port: number, user: string): Promise<number> {
  if (port <= 65_535 && (await isFree(port))) return port;
  console.error(`Port ${port} is taken: the ${user} uses another one.`);
  return freePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
