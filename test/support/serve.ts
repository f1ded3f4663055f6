import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import workerd from "workerd";
import {
  type Bundle,
  bundleWorker,
  type ApiWorkerName as WorkerName,
  apiWorkerNames as workerNames,
  writeBundle,
} from "../../dev/build/bundle.ts";
import { type LocalServices, localBindings, readWorkerConfig } from "../../dev/local/worker-config.ts";

export interface ServeOptions {
  readonly engines: LocalServices;
  /** The folder of the workerd configuration, the bundles and the log. */
  readonly folder: string;
  /** The folder of the Durable Objects' files. */
  readonly stateDir: string;
  /** The ports that Workers listen on. Only other Workers reach a Worker without a port. */
  readonly ports: Readonly<Partial<Record<WorkerName, number>>>;
  /** The Workers whose rate limits are enforced. The platform enforces the gateway's, and it does not run here. */
  readonly limits?: readonly WorkerName[];
  /** Service bindings that connect to `host:port` instead: `{ "order.CATALOG": "127.0.0.1:1234" }`. */
  readonly bindingOverrides?: Readonly<Record<string, string>>;
  readonly extraWorkers?: readonly ExtraWorker[];
}

/** A Worker that a test adds to the process. */
export interface ExtraWorker {
  readonly name: string;
  readonly port: number;
  readonly code: string | Bundle;
  /** The Workers that it has service bindings to. The binding is the name in capitals. */
  readonly services?: readonly WorkerName[];
}

/** Accepts and drops every message that is sent to a queue. Only Miniflare and the platform deliver messages. */
const queues = `const metrics = { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 };
export default { fetch: async (request) => { await request.arrayBuffer(); return Response.json({ metadata: { metrics } }); } };`;

/** Calls the scheduled handlers of the services on every request, as the platform does on a schedule. */
export const crons = (port: number): ExtraWorker => ({ name: "crons", port, code: cronCode, services: scheduled });

const scheduled = ["account", "catalog", "order"] as const;
const cronCode = `export default { async fetch(request, env) {
  for (const worker of [env.ACCOUNT, env.CATALOG, env.ORDER]) {
    const { outcome } = await worker.scheduled({ scheduledTime: new Date(), cron: "* * * * *" });
    if (outcome !== "ok") return new Response(outcome, { status: 500 });
  }
  return new Response("done");
} };`;

export interface PreparedWorkers {
  readonly logFile: string;
  /** Starts workerd. After it has ended, another call starts it again on the same ports and files. */
  start(flags?: readonly string[]): ChildProcess;
}

/** Prepares the deployed bundles to run in workerd without Miniflare. */
export async function prepareBundles(options: ServeOptions): Promise<PreparedWorkers> {
  const { folder, stateDir, extraWorkers = [], bindingOverrides = {} } = options;
  for (const dir of [folder, stateDir]) mkdirSync(dir, { recursive: true });
  const workers = await Promise.all(workerNames.map((name) => workerConfig(name, options)));
  const extras = extraWorkers.map((worker) => extraWorkerConfig(worker, folder));
  const names = [...workerNames, ...extraWorkers.map(({ name }) => name)];
  const ports = [...Object.entries(options.ports), ...extraWorkers.map(({ name, port }) => [name, port] as const)];
  const services = [
    ...names.map((name) => `(name = "${serviceName(name)}", worker = .${name})`),
    ...Object.entries(bindingOverrides).map(
      ([name, address]) => `(name = "${name}", external = (address = "${address}", http = ()))`,
    ),
    `(name = "queues", worker = .queues)`,
    `(name = "internet", network = (allow = ["public", "private"]))`,
    `(name = "objects", disk = (path = ${JSON.stringify(stateDir)}, writable = true))`,
  ];
  const sockets = ports.map(
    ([name, port]) => `(name = "${name}", address = "127.0.0.1:${port}", http = (), service = "${serviceName(name)}")`,
  );
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${services.join(",\n    ")},
  ],
  sockets = [
    ${sockets.join(",\n    ")},
  ],
);
const queues :Workerd.Worker = (
  compatibilityDate = "2026-08-15", modules = [(name = "index.js", esModule = ${JSON.stringify(queues)})],
);
${[...workers, ...extras].join("\n")}
`;
  const file = join(folder, "config.capnp");
  writeFileSync(file, config);
  const logFile = join(folder, "workerd.log");
  return {
    logFile,
    start: (flags = []) => {
      const output = openSync(logFile, "a");
      return spawn(workerd.default, ["serve", "--experimental", ...flags, file], {
        cwd: folder,
        stdio: ["ignore", output, output],
      });
    },
  };
}

/** Resolves when the shop at this address is healthy. Throws when it is not within 15 s. */
export async function waitUntilHealthy(url: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    const isHealthy = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isHealthy) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("workerd did not become healthy within 15 s");
}

function serviceName(name: string): string {
  return workerNames.some((known) => known === name) ? `stoa-${name}` : name;
}

async function workerConfig(name: WorkerName, options: ServeOptions): Promise<string> {
  const { engines, folder, limits = [], bindingOverrides = {} } = options;
  const config = readWorkerConfig(name);
  const bundle = await bundleWorker(name);
  writeBundle(bundle, join(folder, name));
  const variables = Object.entries(localBindings(name, engines, { limits: limits.includes(name) })).map(
    ([key, value]) => `(name = ${JSON.stringify(key)}, text = ${JSON.stringify(value)})`,
  );
  const serviceBindings = (config.services ?? []).map(({ binding, service }) => {
    const override = `${name}.${binding}`;
    return `(name = "${binding}", service = "${override in bindingOverrides ? override : service}")`;
  });
  const producers = (config.queues?.producers ?? []).map(({ binding }) => `(name = "${binding}", queue = "queues")`);
  const objects = config.durable_objects.bindings;
  const namespaces = objects.map(
    ({ name: binding, class_name }) => `(name = "${binding}", durableObjectNamespace = "${class_name}")`,
  );
  const classes = objects.map(
    ({ class_name }) => `(className = "${class_name}", uniqueKey = "${name}-${class_name}", enableSql = true)`,
  );
  const flags = config.compatibility_flags.map((flag) => JSON.stringify(flag)).join(", ");
  return `const ${name} :Workerd.Worker = (
  compatibilityDate = "${config.compatibility_date}", compatibilityFlags = [${flags}],
  modules = [${moduleList(name, bundle)}],
  bindings = [${[...variables, ...serviceBindings, ...producers, ...namespaces].join(",\n    ")}],
  ${classes.length === 0 ? "" : `durableObjectNamespaces = [${classes.join(", ")}], durableObjectStorage = (localDisk = "objects"),`}
);`;
}

function extraWorkerConfig({ name, code, services = [] }: ExtraWorker, folder: string): string {
  if (typeof code !== "string") writeBundle(code, join(folder, name));
  const modules =
    typeof code === "string" ? `(name = "index.js", esModule = ${JSON.stringify(code)})` : moduleList(name, code);
  const bindings = services.map(
    (service) => `(name = "${service.toUpperCase()}", service = "${serviceName(service)}")`,
  );
  return `const ${name} :Workerd.Worker = (
  compatibilityDate = "2026-08-15", compatibilityFlags = ["experimental", "service_binding_extra_handlers"],
  modules = [${modules}], bindings = [${bindings.join(", ")}],
);`;
}

/** Returns the module list of a bundle whose files are in a folder of this name. */
function moduleList(name: string, { modules }: Bundle): string {
  const embedded = modules.map(({ type, path }) => {
    const file = JSON.stringify(`${name}/${path}`);
    return `(name = ${JSON.stringify(type === "ESModule" ? "index.js" : `./${path}`)}, ${type === "ESModule" ? "esModule" : "wasm"} = embed ${file})`;
  });
  return embedded.join(", ");
}
