import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import workerd from "workerd";
import { type Bundle, bundleWorker, type WorkerName, workerNames, writeBundle } from "../../dev/build/bundle.ts";
import { type LocalEngines, localBindings, readWorkerConfig } from "../../dev/local/worker-config.ts";

export interface ServeOptions {
  readonly engines: LocalEngines;
  /** Where configuration, bundles and log are written. */
  readonly folder: string;
  /** Where Durable Objects keep their files. */
  readonly stateDir: string;
  /** Where Workers answer; one without a port is reached by the others alone. */
  readonly ports: Readonly<Partial<Record<WorkerName, number>>>;
  /** Whose rate limits are on. The gateway's own are the platform's, which is not here. */
  readonly limits?: readonly WorkerName[];
  /** Bindings to a sibling that go to `host:port` instead: `{ "order.CATALOG": "127.0.0.1:1234" }`. */
  readonly bindingOverrides?: Readonly<Record<string, string>>;
  readonly extraWorkers?: readonly ExtraWorker[];
}

/** A Worker of the tests' own, in the same process. */
export interface ExtraWorker {
  readonly name: string;
  readonly port: number;
  readonly code: string | Bundle;
  /** The Workers that it is bound to, each by its name in capitals. */
  readonly services?: readonly WorkerName[];
}

/** Takes whatever is sent to a queue: what takes messages out of one is Miniflare's, and the platform's. */
const queues = `const metrics = { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 };
export default { fetch: async (request) => { await request.arrayBuffer(); return Response.json({ metadata: { metrics } }); } };`;

/** Calls the scheduled handlers of the services, as the platform does, whenever it is asked anything. */
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
  /** Starts workerd on the same ports and files, as often as it has ended. */
  start(): ChildProcess;
}

/** Makes the deployed bundles ready to be served by workerd itself, without Miniflare in between. */
export async function prepareBundles(options: ServeOptions): Promise<PreparedWorkers> {
  const { folder, stateDir, extraWorkers: beside = [], bindingOverrides: detours = {} } = options;
  for (const dir of [folder, stateDir]) mkdirSync(dir, { recursive: true });
  const workers = await Promise.all(workerNames.map((name) => workerOf(name, options)));
  const others = beside.map((worker) => besideOf(worker, folder));
  const names = [...workerNames, ...beside.map(({ name }) => name)];
  const ports = [...Object.entries(options.ports), ...beside.map(({ name, port }) => [name, port] as const)];
  const services = [
    ...names.map((name) => `(name = "${serviceOf(name)}", worker = .${name})`),
    ...Object.entries(detours).map(
      ([name, address]) => `(name = "${name}", external = (address = "${address}", http = ()))`,
    ),
    `(name = "queues", worker = .queues)`,
    `(name = "internet", network = (allow = ["public", "private"]))`,
    `(name = "objects", disk = (path = ${JSON.stringify(stateDir)}, writable = true))`,
  ];
  const sockets = ports.map(
    ([name, port]) => `(name = "${name}", address = "127.0.0.1:${port}", http = (), service = "${serviceOf(name)}")`,
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
${[...workers, ...others].join("\n")}
`;
  const file = join(folder, "config.capnp");
  writeFileSync(file, config);
  const logFile = join(folder, "workerd.log");
  return {
    logFile,
    start: () => {
      const output = openSync(logFile, "a");
      return spawn(workerd.default, ["serve", "--experimental", file], {
        cwd: folder,
        stdio: ["ignore", output, output],
      });
    },
  };
}

/** Resolves once the shop at this address answers. Throws when it does not within 15 s. */
export async function waitUntilHealthy(url: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    const answered = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error("workerd did not come up");
}

function serviceOf(name: string): string {
  return workerNames.some((known) => known === name) ? `stoa-${name}` : name;
}

async function workerOf(name: WorkerName, options: ServeOptions): Promise<string> {
  const { engines, folder, limits = [], bindingOverrides: detours = {} } = options;
  const config = readWorkerConfig(name);
  const bundle = await bundleWorker(name);
  writeBundle(bundle, join(folder, name));
  const texts = Object.entries(localBindings(name, engines, { limits: limits.includes(name) })).map(
    ([key, value]) => `(name = ${JSON.stringify(key)}, text = ${JSON.stringify(value)})`,
  );
  const bound = (config.services ?? []).map(({ binding, service }) => {
    const detour = `${name}.${binding}`;
    return `(name = "${binding}", service = "${detour in detours ? detour : service}")`;
  });
  const sent = (config.queues?.producers ?? []).map(({ binding }) => `(name = "${binding}", queue = "queues")`);
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
  modules = [${modulesOf(name, bundle)}],
  bindings = [${[...texts, ...bound, ...sent, ...namespaces].join(",\n    ")}],
  ${classes.length === 0 ? "" : `durableObjectNamespaces = [${classes.join(", ")}], durableObjectStorage = (localDisk = "objects"),`}
);`;
}

function besideOf({ name, code, services = [] }: ExtraWorker, folder: string): string {
  if (typeof code !== "string") writeBundle(code, join(folder, name));
  const modules =
    typeof code === "string" ? `(name = "index.js", esModule = ${JSON.stringify(code)})` : modulesOf(name, code);
  const bound = services.map((service) => `(name = "${service.toUpperCase()}", service = "${serviceOf(service)}")`);
  return `const ${name} :Workerd.Worker = (
  compatibilityDate = "2026-08-15", compatibilityFlags = ["experimental", "service_binding_extra_handlers"],
  modules = [${modules}], bindings = [${bound.join(", ")}],
);`;
}

/** The modules of a bundle whose files stand in a folder of this name. */
function modulesOf(name: string, { modules }: Bundle): string {
  const embedded = modules.map(({ type, path }) => {
    const file = JSON.stringify(`${name}/${path}`);
    return `(name = ${JSON.stringify(type === "ESModule" ? "index.js" : `./${path}`)}, ${type === "ESModule" ? "esModule" : "wasm"} = embed ${file})`;
  });
  return embedded.join(", ");
}
