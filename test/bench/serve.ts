import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import workerd from "workerd";
import { bundleWorker, type WorkerName, workerNames, writeBundle } from "../../dev/bundle.ts";

import { type LocalEngines, localBindings, readWorkerConfig } from "../../dev/worker-config.ts";

export interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  /** A Worker that answers every request with the same few bytes, in the same process. */
  readonly emptyUrl: string;
  readonly logFile: string;
}

const empty = `export default { fetch: () => new Response('{"data":null}', { headers: { "content-type": "application/json" } }) };`;

/** Serves the deployed bundles with workerd itself, without Miniflare in between. */
export async function serveBundles(
  engines: LocalEngines,
  folder: string,
  stateDir: string,
  [port, emptyPort]: readonly [number, number],
): Promise<Served> {
  mkdirSync(stateDir, { recursive: true });
  for (const name of workerNames) writeBundle(await bundleWorker(name), join(folder, name));
  const workers = await Promise.all(workerNames.map((name) => workerOf(name, engines)));
  const services = workerNames.map((name) => `(name = "stoa-${name}", worker = .${name})`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${services.join(",\n    ")},
    (name = "empty", worker = .empty),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "objects", disk = (path = ${JSON.stringify(stateDir)}, writable = true)),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${port}", http = (), service = "stoa-gateway"),
    (name = "empty", address = "127.0.0.1:${emptyPort}", http = (), service = "empty"),
  ],
);
const empty :Workerd.Worker = (
  compatibilityDate = "2026-08-15", modules = [(name = "index.js", esModule = ${JSON.stringify(empty)})],
);
${workers.join("\n")}
`;
  const file = join(folder, "config.capnp");
  writeFileSync(file, config);
  const logFile = join(folder, "workerd.log");
  const output = openSync(logFile, "a");
  const child = spawn(workerd.default, ["serve", "--experimental", file], {
    cwd: folder,
    stdio: ["ignore", output, output],
  });
  return { child, url: `http://127.0.0.1:${port}`, emptyUrl: `http://127.0.0.1:${emptyPort}`, logFile };
}

async function workerOf(name: WorkerName, engines: LocalEngines): Promise<string> {
  const config = readWorkerConfig(name);
  const { modules } = await bundleWorker(name);
  const embedded = modules.map(({ type, path }) => {
    const file = JSON.stringify(`${name}/${path}`);
    return `(name = ${JSON.stringify(type === "ESModule" ? "index.js" : `./${path}`)}, ${type === "ESModule" ? "esModule" : "wasm"} = embed ${file})`;
  });
  const texts = Object.entries(localBindings(name, engines, { limits: false })).map(
    ([key, value]) => `(name = ${JSON.stringify(key)}, text = ${JSON.stringify(value)})`,
  );
  const bound = (config.services ?? []).map(({ binding, service }) => `(name = "${binding}", service = "${service}")`);
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
  modules = [${embedded.join(", ")}],
  bindings = [${[...texts, ...bound, ...namespaces].join(",\n    ")}],
  ${classes.length === 0 ? "" : `durableObjectNamespaces = [${classes.join(", ")}], durableObjectStorage = (localDisk = "objects"),`}
);`;
}
