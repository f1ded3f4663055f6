import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server, request as sendRequest } from "node:http";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildAssets } from "../build/assets.ts";
import { getBuildDir, isPageWorker, pageWorkerNames, type WorkerName, workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { startBackingServices } from "../local/backing-services.ts";
import { lockDataDir } from "../local/data-dir-lock.ts";
import {
  getAllowedOrigins,
  getConfigPath,
  localBindings,
  readWorkerConfig,
  toPageUrls,
  type WorkerConfig,
} from "../local/worker-config.ts";
import { stopChild } from "../process/child.ts";
import { listen } from "../process/listen.ts";
import { toDemoSignIns } from "./demo/accounts.ts";
import { seedWhenEmpty } from "./demo/seed.ts";

/**
 * `npm run dev`: runs the Workers in `wrangler dev` with hot reload, on the same backing services as `npm start`. It uses
 * more CPU and memory than the bundles, so do not measure with it.
 */
const startTimeoutMs = 60_000;
const pollMs = 250;
const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env.PORT ?? "8787" },
    data: { type: "string", default: ".stoa" },
  },
});
const dataDir = resolve(root, values.data);
const release = lockDataDir(dataDir);
const backingServices = await startBackingServices({ dataDir });
const pagePorts = { storefront: Number(values.port) + 1, console: Number(values.port) + 2 };
const options = { limits: true, ...toPageUrls(pagePorts), vars: toDemoSignIns() };

// Wrangler requires the folder of the static files when it starts.
for (const name of pageWorkerNames) await buildAssets(join(root, "workers", name), getBuildDir(name));

// Wrangler serves the first configuration on the port.
const configs = [writeGuardConfig(), ...[...workerNames].reverse().map(writeWorkerConfig)].flatMap((file) => [
  "--config",
  file,
]);
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
  await backingServices.stop();
  release();
  process.exit(code);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(0));
child.once("exit", (code) => stop(code ?? 1));

const url = `http://127.0.0.1:${values.port}`;
await waitUntilReady(url);
backingServices.deliverWebhooksTo(url);
await seedWhenEmpty(url, backingServices);
for (const port of Object.values(pagePorts)) await listen(createPageProxy(Number(values.port)), port);
console.log(`\n  Storefront: ${options.storefrontUrl}. Reload the page after a change.`);
console.log(`  Console: ${options.consoleUrl}`);
console.log(`  GraphQL and GraphiQL: ${url}/graphql, with hot reload. Stop with Ctrl-C.\n`);

/** Creates a server that passes requests to a Worker with pages: wrangler serves all Workers on the one port of the first. */
function createPageProxy(port: number): Server {
  return createServer((request, response) => {
    const { method, url: path, headers } = request;
    const target = sendRequest({ host: "127.0.0.1", port, method, path, headers }, (received) => {
      response.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(response);
    });
    target.once("error", () => response.destroy());
    response.once("close", () => target.destroy());
    request.pipe(target);
  });
}

/** Writes the configuration of the Worker that checks `Host` and `Origin` in front of the gateway. */
function writeGuardConfig(): string {
  const { compatibility_date, compatibility_flags } = readWorkerConfig("gateway");
  return writeConfig("guard", {
    name: "stoa-guard",
    main: join(root, "dev", "local", "gateway-guard.ts"),
    compatibility_date,
    compatibility_flags,
    vars: {
      PORT: values.port,
      STOREFRONT_HOST: new URL(options.storefrontUrl).host,
      CONSOLE_HOST: new URL(options.consoleUrl).host,
      ALLOWED_ORIGINS: getAllowedOrigins(options),
    },
    services: [
      { binding: "GATEWAY", service: "stoa-gateway" },
      { binding: "STOREFRONT", service: "stoa-storefront" },
      { binding: "CONSOLE", service: "stoa-console" },
    ],
  });
}

/** Writes a Worker's configuration with the addresses and secrets of the local services as variables. */
function writeWorkerConfig(name: WorkerName): string {
  const config = readWorkerConfig(name);
  const { services, durable_objects, queues, migrations, rules, ratelimits } = config;
  const { compatibility_date, compatibility_flags } = config;
  const vars = localBindings(name, backingServices, options);
  const base = { name: config.name, main: config.main, compatibility_date, compatibility_flags, vars };
  const pages = isPageWorker(name) ? toPageFields(name, config) : {};
  return writeConfig(name, { ...base, services, durable_objects, queues, migrations, rules, ratelimits, ...pages });
}

/** Returns the fields for static files with absolute paths, because the written file is in another folder. */
function toPageFields(name: WorkerName, { build, alias = {}, assets }: WorkerConfig): object {
  const toAbsolute = (path: string) => resolve(dirname(getConfigPath(name)), path);
  return {
    // wrangler reads the folders that it watches as relative to the written file.
    build: {
      command: build?.command,
      watch_dir: [build?.watch_dir ?? []]
        .flat()
        .map((path) => relative(join(dataDir, "wrangler"), resolve(root, path))),
    },
    alias: Object.fromEntries(Object.entries(alias).map(([module, path]) => [module, toAbsolute(path)])),
    assets: { ...assets, directory: toAbsolute(assets?.directory ?? "") },
  };
}

function writeConfig(name: string, config: object): string {
  const folder = join(dataDir, "wrangler");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

async function waitUntilReady(address: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += pollMs) {
    const ready = await fetch(`${address}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  console.error(
    `The gateway at ${address} is not ready after one minute. See wrangler's messages above (${getConfigPath("gateway")}).`,
  );
}
