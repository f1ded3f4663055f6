import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { startBackingServices } from "../local/backing-services.ts";
import { lockDataDir } from "../local/data-dir-lock.ts";
import { configPath, localBindings, readWorkerConfig } from "../local/worker-config.ts";
import { stopChild } from "../process/child.ts";
import { seedWhenEmpty } from "./demo/seed.ts";

/**
 * `npm run dev`: wrangler's own development server, which loads changed code at once, over the same local engines as
 * `npm start`. It takes more of the machine than the bundles do; it is for people, not for measuring.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env.PORT ?? "8787" },
    data: { type: "string", default: ".stoa" },
  },
});
const dataDir = resolve(root, values.data);
const release = lockDataDir(dataDir);
const engines = await startBackingServices({ dataDir });

// The first configuration is the one that answers on the port.
const configs = [...workerNames].reverse().flatMap((name) => ["--config", writeConfig(name)]);
const flags = [
  "--port",
  values.port,
  "--ip",
  "127.0.0.1",
  "--persist-to",
  join(dataDir, "workers"),
  "--show-interactive-dev-session=false",
];
const child = spawn(join(root, "node_modules", ".bin", "wrangler"), ["dev", ...configs, ...flags], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
  detached: true,
  env: {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    X_LOCAL_OBSERVABILITY: "false",
  },
});

let stopping = false;
const stop = async (code: number): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await stopChild(child, "SIGINT");
  await engines.stop();
  release();
  process.exit(code);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(0));
child.once("exit", (code) => stop(code ?? 1));

const url = `http://127.0.0.1:${values.port}`;
await whenServing(url);
engines.deliverWebhooksTo(url);
await seedWhenEmpty(url, engines);
console.log(`\n  GraphQL and GraphiQL: ${url}/graphql, with hot reload. Stop with Ctrl-C.\n`);

/** A Worker's own configuration, with the local engines' addresses and secrets as its variables. */
function writeConfig(name: WorkerName): string {
  const config = readWorkerConfig(name);
  const folder = join(dataDir, "wrangler");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const { services, durable_objects, queues, migrations, rules, ratelimits } = config;
  const { compatibility_date, compatibility_flags } = config;
  const vars = localBindings(name, engines, { limits: true });
  const base = { name: config.name, main: config.main, compatibility_date, compatibility_flags, vars };
  writeFileSync(file, JSON.stringify({ ...base, services, durable_objects, queues, migrations, rules, ratelimits }), {
    mode: 0o600,
  });
  return file;
}

async function whenServing(address: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 250) {
    const answered = await fetch(`${address}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await new Promise((later) => setTimeout(later, 250));
  }
  console.error(
    `nothing answers on ${address} after a minute: see wrangler's messages above (${configPath("gateway")})`,
  );
}
