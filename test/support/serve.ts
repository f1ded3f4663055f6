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
  /** The Workers whose rate limits are enforced. An extension of workerd counts those that the platform counts. */
  readonly limits?: readonly WorkerName[];
  /** Overrides variables of the Workers' configurations. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Service bindings that connect to `host:port` instead: `{ "order.CATALOG": "127.0.0.1:1234" }`. */
  readonly bindingOverrides?: Readonly<Record<string, string>>;
  readonly extraWorkers?: readonly ExtraWorker[];
  /** True delivers the messages of queues. By default they are dropped. */
  readonly consumesQueues?: boolean;
}

/** A Worker that a test adds to the process. */
export interface ExtraWorker {
  readonly name: string;
  readonly port: number;
  readonly code: string | Bundle;
  /** The Workers that it has service bindings to. The binding is the name in capitals. */
  readonly services?: readonly WorkerName[];
  /** Other bindings, as the configuration of workerd has them. */
  readonly bindings?: readonly string[];
}

/** Accepts and drops every message that is sent to a queue. */
const droppingQueueCode = `const metrics = { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 };
export default { fetch: async (request) => { await request.arrayBuffer(); return Response.json({ metadata: { metrics } }); } };`;

/**
 * Delivers the JSON messages of one queue to its consumer, in batches of what arrives within 200 ms. A message is accepted when it
 * was processed. The sender of a message that was not processed sends it again.
 */
const deliveringQueueCode = `const metrics = { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 };
let batch;
async function deliver(env, messages) {
  await scheduler.wait(200);
  batch = undefined;
  const result = await env.CONSUMER.queue(env.NAME, messages);
  return result.outcome === "ok" && !result.retryBatch.retry && result.retryMessages.length === 0;
}
export default { fetch: async (request, env) => {
  const sent = await request.json();
  const decode = ({ body }) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(body), (byte) => byte.charCodeAt(0))));
  const bodies = new URL(request.url).pathname === "/batch" ? sent.messages.map(decode) : [sent];
  if (batch === undefined) {
    const messages = [];
    batch = { messages, delivered: deliver(env, messages).catch(() => false) };
  }
  for (const body of bodies) batch.messages.push({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body });
  return (await batch.delivered) ? Response.json({ metadata: { metrics } }) : new Response("", { status: 503 });
} };`;

/** The binding `ratelimits` of the platform: counts the requests of a key in windows of `period` seconds. */
const rateLimitModule = "stoa:rate-limit";
const rateLimitCode = `export default ({ limit, period }) => {
  let window = 0, counts = new Map();
  return { limit: async ({ key }) => {
    const current = Math.floor(Date.now() / 1000 / period);
    if (current !== window) [window, counts] = [current, new Map()];
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return { success: count <= limit };
  } };
};`;

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
  const queues = queueConfigs(options);
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
    ...queues.map(({ name, id }) => `(name = "queue-${name}", worker = .${id})`),
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
  extensions = [.rateLimit],
);
const rateLimit :Workerd.Extension = (
  modules = [(name = "${rateLimitModule}", internal = true, esModule = ${JSON.stringify(rateLimitCode)})],
);
${queues.map(({ config: queue }) => queue).join("\n")}
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
  const { engines, folder, limits = [], vars = {}, bindingOverrides = {} } = options;
  const config = readWorkerConfig(name);
  const bundle = await bundleWorker(name);
  writeBundle(bundle, join(folder, name));
  const variables = Object.entries(localBindings(name, engines, { limits: limits.includes(name), vars })).map(
    ([key, value]) => `(name = ${JSON.stringify(key)}, text = ${JSON.stringify(value)})`,
  );
  const serviceBindings = (config.services ?? []).map(({ binding, service }) => {
    const override = `${name}.${binding}`;
    return `(name = "${binding}", service = "${override in bindingOverrides ? override : service}")`;
  });
  const producers = (config.queues?.producers ?? []).map(
    ({ binding, queue }) => `(name = "${binding}", queue = "queue-${queue}")`,
  );
  const rateLimits = (config.ratelimits ?? []).map(
    ({ name: binding, simple: { limit, period } }) =>
      `(name = "${binding}", wrapped = (moduleName = "${rateLimitModule}", innerBindings = [(name = "limit", json = "${limit}"), (name = "period", json = "${period}")]))`,
  );
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
  bindings = [${[...variables, ...serviceBindings, ...rateLimits, ...producers, ...namespaces].join(",\n    ")}],
  ${classes.length === 0 ? "" : `durableObjectNamespaces = [${classes.join(", ")}], durableObjectStorage = (localDisk = "objects"),`}
);`;
}

/** Returns the configuration of a Worker for each queue that messages are sent to. */
function queueConfigs({ consumesQueues = false }: ServeOptions) {
  const configs = workerNames.map((name) => [name, readWorkerConfig(name).queues] as const);
  const names = new Set(configs.flatMap(([, queues]) => (queues?.producers ?? []).map(({ queue }) => queue)));
  return [...names].map((name, index) => {
    const consumer = configs.find(([, queues]) => queues?.consumers?.some(({ queue }) => queue === name))?.[0];
    const isDelivered = consumesQueues && consumer !== undefined;
    const bindings = isDelivered
      ? `(name = "CONSUMER", service = "${serviceName(consumer)}"), (name = "NAME", text = "${name}")`
      : "";
    const id = `queue${index}`;
    const config = `const ${id} :Workerd.Worker = (
  compatibilityDate = "2026-08-15", compatibilityFlags = ["experimental", "service_binding_extra_handlers", "enable_request_signal"],
  modules = [(name = "index.js", esModule = ${JSON.stringify(isDelivered ? deliveringQueueCode : droppingQueueCode)})],
  bindings = [${bindings}],
);`;
    return { name, id, config };
  });
}

function extraWorkerConfig({ name, code, services = [], bindings = [] }: ExtraWorker, folder: string): string {
  if (typeof code !== "string") writeBundle(code, join(folder, name));
  const modules =
    typeof code === "string" ? `(name = "index.js", esModule = ${JSON.stringify(code)})` : moduleList(name, code);
  const serviceBindings = services.map(
    (service) => `(name = "${service.toUpperCase()}", service = "${serviceName(service)}")`,
  );
  return `const ${name} :Workerd.Worker = (
  compatibilityDate = "2026-08-15", compatibilityFlags = ["experimental", "service_binding_extra_handlers", "enable_request_signal"],
  modules = [${modules}], bindings = [${[...serviceBindings, ...bindings].join(", ")}],
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
