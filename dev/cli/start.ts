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

const usage = "usage: npm start -- [--port PORT] [--data DIR] [--limits on|off] [--fresh]";

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function start(): Promise<void> {
  const { port, dataDir, limits, fresh } = readOptions();
  const startedAt = performance.now();
  await requireFree(port);
  if (fresh) {
    const release = lockDataDir(dataDir);
    await endRecordedProcesses(dataDir);
    release();
    rmSync(dataDir, { recursive: true, force: true });
  }
  console.error("Starting Postgres, Redis, payments and four Workers …");
  const elasticsearchUrl = process.env.ELASTICSEARCH_URL || undefined;
  const cloud = await startLocalStack({ dataDir, port, limits, elasticsearchUrl });
  stopOnSignal(cloud.stop);
  const seeded = await fillIn(cloud).catch(async (error: unknown) => {
    await cloud.stop();
    throw error;
  });

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const logins = demoAccounts.map(({ email, roles }) => `    ${email.padEnd(24)} ${roles.join(", ")}`);
  console.log(
    [
      "",
      `  Stoa is ready (${seconds} s${seeded ? ", demo shop filled in" : ""})`,
      "",
      `  GraphQL and GraphiQL   ${cloud.url}/graphql`,
      `  Mail that was sent     http://${cloud.services.mailHost}/dev/mail`,
      `  Behind it              ${cloud.services.names.join(", ")}`,
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

/** The demo shop where there is none yet, and its search index. True when there was none. */
async function fillIn({ url, services: engines }: LocalStack): Promise<boolean> {
  const seeded = await seedWhenEmpty(url, engines);
  if (engines.elasticsearchUrl !== undefined) {
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
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`${values.port} is not a port`);
    if (values.limits !== "on" && values.limits !== "off") throw new Error("--limits is on or off");
    return { port, dataDir: resolve(root, values.data), limits: values.limits === "on", fresh: values.fresh };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** Found out before anything is started, so that it is one line. */
function requireFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () => reject(new Error(`Port ${port} is taken. Choose another: PORT=8788 npm start`)));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Miniflare would end the process at once, with the databases still running.
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
