import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../build/root.ts";
import { lockDataDir } from "../local/data-dir-lock.ts";
import { type LocalStack, startLocalStack } from "../local/stack.ts";
import { endRecordedProcesses } from "../process/child.ts";
import { demoAccounts, demoPassword } from "./demo/accounts.ts";
import { seedWhenEmpty } from "./demo/seed.ts";
import { signIn } from "./shop/api.ts";
import { rebuildSearchIndex } from "./shop/search-index.ts";

/** `npm start`: runs the whole shop on this machine, with the demo shop in an empty store. */
const usage = "Usage: npm start -- [--port PORT] [--data DIR] [--limits on|off] [--fresh]";

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function start(): Promise<void> {
  const { port, dataDir, limits, fresh } = readOptions();
  const startedAt = performance.now();
  await requireFreePort(port);
  if (fresh) {
    const release = lockDataDir(dataDir);
    await endRecordedProcesses(dataDir);
    release();
    rmSync(dataDir, { recursive: true, force: true });
  }
  console.error("Starting Postgres, Redis, the emulators and four Workers …");
  const elasticsearchUrl = process.env.ELASTICSEARCH_URL || undefined;
  const stack = await startLocalStack({ dataDir, port, limits, elasticsearchUrl });
  stopOnSignal(stack.stop);
  const seeded = await seed(stack).catch(async (error: unknown) => {
    await stack.stop();
    throw error;
  });

  printBanner(stack, { seconds: (performance.now() - startedAt) / 1000, seeded, dataDir, limits });
}

interface StartSummary {
  readonly seconds: number;
  readonly seeded: boolean;
  readonly dataDir: string;
  readonly limits: boolean;
}

function printBanner({ url, services }: LocalStack, { seconds, seeded, dataDir, limits }: StartSummary): void {
  const logins = demoAccounts.map(({ email, roles }) => `    ${email.padEnd(24)} ${roles.join(", ")}`);
  console.log(
    [
      "",
      `  Stoa is ready (${seconds.toFixed(1)} s${seeded ? ", demo shop filled in" : ""})`,
      "",
      `  GraphQL and GraphiQL   ${url}/graphql`,
      `  Sent mail              http://${services.mailHost}/dev/mail`,
      `  Backing services       ${services.names.join(", ")}`,
      `  Data and logs          ${dataDir}`,
      `  Rate limits            ${limits ? "on" : "off"}`,
      "",
      `  Demo logins, password ${demoPassword}`,
      ...logins,
      "",
      "  Stop with Ctrl-C. Begin anew with: npm start -- --fresh",
      "",
    ].join("\n"),
  );
}

/** Creates the demo shop in an empty store, and the search index. Returns whether the store was empty. */
async function seed({ url, services }: LocalStack): Promise<boolean> {
  const seeded = await seedWhenEmpty(url, services);
  if (services.elasticsearchUrl !== undefined) {
    const token = await signIn(url, "manager@stoa.example", demoPassword);
    await rebuildSearchIndex({ url, token });
  }
  return seeded;
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
function requireFreePort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () => reject(new Error(`Port ${port} is taken. Choose another: PORT=8788 npm start`)));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Miniflare's listener ends the process immediately, with the databases still running.
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      console.error("Stopping …");
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
