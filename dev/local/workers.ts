import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import {
  apiWorkerNames,
  bundleEntry,
  bundleWorker,
  getBuildDir,
  isPageWorker,
  type PageWorkerName,
  readBundle,
  type WorkerName,
  workerNames,
} from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { recordProcess } from "../process/child.ts";
import { freePort } from "../process/listen.ts";
import type { BackingServices } from "./backing-services.ts";
import {
  type FaultLabAddress,
  getAllowedOrigins,
  type LocalOptions,
  localBindings,
  type PageUrls,
  readWorkerConfig,
  toPageUrls,
  type WorkerConfig,
} from "./worker-config.ts";

export interface WorkersOptions extends LocalOptions {
  /** The port of the gateway. 0 selects a free one. */
  readonly port: number;
  /** The port of each Worker that renders pages. 0 selects a free one. */
  readonly pagePorts: Readonly<Record<PageWorkerName, number>>;
  /**
   * Gives each Worker a port of its own, without the check of `Host` and `Origin`, for tests. Otherwise only the gateway
   * has a port, with the check.
   */
  readonly exposed?: boolean;
  /** False leaves messages in the queues, for tests that count operations. */
  readonly consumesQueues?: boolean;
  /** The folder of bundles that are built already, one folder per Worker. */
  readonly bundleDir?: string | undefined;
  /** The folder of bundles whose Durable Objects are used, for tests of an object of another release than its Worker. */
  readonly objectBundleDir?: string | undefined;
  /** The folder of the Durable Objects' files. */
  readonly stateDir: string;
  /** The folder of the list of running processes, for the next start after a crash. */
  readonly runDir: string;
  /** The entry of a Worker that receives the metrics, for tests. Without one, the Workers record none. */
  readonly metricsEntry?: string | undefined;
  /** Receives each line that a Worker logs. */
  readonly onLog: (line: string) => void;
}

export interface Workers {
  readonly url: string;
  readonly storefrontUrl: string;
  readonly consoleUrl: string;
  /** A URL for each Worker, for tests of the services. Empty unless the Workers are exposed. */
  readonly directUrls: Readonly<Partial<Record<WorkerName, string>>>;
  /** Calls the scheduled handlers, as a cron trigger does. */
  runCrons(): Promise<void>;
  /** Sends messages to a queue as the Worker with this binding does, for tests of the consumer. */
  send(name: WorkerName, binding: string, messages: readonly unknown[]): Promise<void>;
  stop(): Promise<void>;
}

const guardEntry = join(root, "dev", "local", "gateway-guard.ts");

/** The part of a Worker's handle that runs its scheduled handler. */
interface ScheduledWorker {
  scheduled(event: { readonly cron: string }): Promise<unknown>;
}

/** Runs the bundles of the six Workers in Miniflare, with the bindings of their wrangler.toml. */
export async function startWorkers(
  services: BackingServices & FaultLabAddress,
  options: WorkersOptions,
): Promise<Workers> {
  const { exposed = false } = options;
  const port = options.port || (await freePort());
  const pagePorts = {
    storefront: options.pagePorts.storefront || (await freePort()),
    console: options.pagePorts.console || (await freePort()),
  };
  const urls = toPageUrls(pagePorts);
  const started = { ...options, ...urls, pagePorts };
  const workers = await Promise.all(workerNames.map((name) => toMiniflareOptions(name, services, started)));
  const objectWorkers = workers.flatMap((worker) => createObjectWorker(worker, options));
  // Miniflare serves the first Worker on the public port.
  const gateway = workerNames.indexOf("gateway");
  const first = exposed ? workers.splice(gateway, 1) : [await createGuard(port, options)];
  const served = [...first, ...workers, ...objectWorkers];
  const { metricsEntry } = options;
  const sinks = metricsEntry === undefined ? [] : [await createMetricSink(metricsEntry)];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: ({ message }) => options.onLog(message),
      resourcePersistencePath: options.stateDir,
      workers: [...served, ...sinks],
    }),
  );
  const url = await miniflare.ready;
  try {
    recordRuntime(options.runDir);
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
  const direct = await Promise.all(
    (exposed ? apiWorkerNames : []).map(
      async (name) => [name, (await miniflare.unsafeGetDirectURL(`stoa-${name}`)).origin] as const,
    ),
  );
  return {
    url: url.origin,
    ...urls,
    directUrls: Object.fromEntries(direct),
    runCrons: async () => {
      for (const name of ["account", "catalog", "order"] as const) {
        const worker: unknown = await miniflare.getWorker(`stoa-${name}`);
        await (worker as ScheduledWorker).scheduled({ cron: "* * * * *" });
      }
    },
    send: async (name, binding, messages) => {
      const queue = await miniflare.getQueueProducer(binding, `stoa-${name}`);
      await queue.sendBatch(messages.map((body) => ({ body, contentType: "json" as const })));
    },
    stop: () => miniflare.dispose(),
  };
}

type StartedOptions = WorkersOptions & PageUrls;

async function toMiniflareOptions(
  name: WorkerName,
  services: BackingServices & FaultLabAddress,
  options: StartedOptions,
) {
  const config = readWorkerConfig(name);
  const { bundleDir } = options;
  const modules = bundleDir === undefined ? (await bundleWorker(name)).modules : readBundle(join(bundleDir, name));
  return {
    name: `stoa-${name}`,
    modules: modules.map(({ type, path, contents }) => ({ type, path, contents })),
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    bindings: localBindings(name, services, options),
    ...(config.version_metadata === undefined ? {} : { versionMetadata: config.version_metadata.binding }),
    serviceBindings: {
      ...Object.fromEntries(
        (config.services ?? []).map(({ binding, service, entrypoint }) => [
          binding,
          entrypoint === undefined ? service : { name: service, entrypoint },
        ]),
      ),
      // Analytics Engine has the same method. Locally, it would discard all points.
      ...(options.metricsEntry === undefined ? {} : { METRICS: metricsWorker }),
    },
    durableObjects: Object.fromEntries(
      config.durable_objects.bindings.map(({ name: binding, class_name: className }) => [
        binding,
        {
          className,
          useSQLite: true,
          ...(options.objectBundleDir === undefined ? {} : { scriptName: `stoa-${name}-objects` }),
        },
      ]),
    ),
    ...toQueueOptions(config, options.consumesQueues ?? true),
    ratelimits: Object.fromEntries(
      (config.ratelimits ?? []).map(({ name: binding, simple, namespace_id }) => [binding, { simple, namespace_id }]),
    ),
    ...(isPageWorker(name)
      ? {
          assets: {
            directory: join(bundleDir === undefined ? getBuildDir(name) : join(bundleDir, name), "root"),
            binding: "ASSETS",
            routerConfig: { has_user_worker: true },
            assetConfig: {},
          },
          unsafeDirectSockets: [{ host: "127.0.0.1", port: options.pagePorts[name] }],
        }
      : {}),
    ...(options.exposed === true && !isPageWorker(name)
      ? { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }
      : {}),
  };
}

/**
 * Returns the Worker with the Durable Objects of another one, from `objectBundleDir`: it has the same bindings, and receives nothing
 * else. Without that option, and for Workers without objects, there is none.
 */
function createObjectWorker(worker: MiniflareWorker, { objectBundleDir }: WorkersOptions): readonly MiniflareWorker[] {
  if (objectBundleDir === undefined || Object.keys(worker.durableObjects).length === 0) return [];
  const name = worker.name.replace("stoa-", "");
  const modules = readBundle(join(objectBundleDir, name)).map(({ type, path, contents }) => ({ type, path, contents }));
  return [{ ...worker, name: `${worker.name}-objects`, modules, queueConsumers: {} }];
}

type MiniflareWorker = Awaited<ReturnType<typeof toMiniflareOptions>>;

/** Creates the Worker that checks `Host` and `Origin` in front of the gateway on this port. */
async function createGuard(port: number, options: LocalOptions) {
  const { modules } = await bundleEntry(guardEntry);
  const { compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags } =
    readWorkerConfig("gateway");
  return {
    name: "stoa-guard",
    modules: modules.map(({ type, path, contents }) => ({ type, path, contents })),
    compatibilityDate,
    compatibilityFlags,
    bindings: { PORT: String(port), ALLOWED_ORIGINS: getAllowedOrigins(options) },
    serviceBindings: { GATEWAY: "stoa-gateway" },
  };
}

const metricsWorker = "stoa-metrics";

async function createMetricSink(entry: string) {
  const { modules } = await bundleEntry(entry);
  const { compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags } =
    readWorkerConfig("gateway");
  return {
    name: metricsWorker,
    modules: modules.map(({ type, path, contents }) => ({ type, path, contents })),
    compatibilityDate,
    compatibilityFlags,
  };
}

function toQueueOptions({ queues }: WorkerConfig, consumes: boolean) {
  const { producers = [], consumers = [] } = queues ?? {};
  return {
    queueProducers: Object.fromEntries(producers.map(({ binding, queue }) => [binding, { queueName: queue }])),
    queueConsumers: Object.fromEntries(
      (consumes ? consumers : []).map((consumer) => {
        const { queue, max_batch_size, max_batch_timeout, max_retries, retry_delay, dead_letter_queue } = consumer;
        const options = {
          maxBatchSize: max_batch_size,
          maxBatchTimeout: max_batch_timeout,
          maxRetries: max_retries,
          retryDelay: retry_delay,
          deadLetterQueue: dead_letter_queue,
        };
        return [queue, Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))];
      }),
    ),
  };
}

/** Records the workerd process. Miniflare does not expose its id, so it is found as the child named workerd. */
function recordRuntime(runDir: string): void {
  for (const pid of findChildren("workerd")) recordProcess(runDir, pid);
}

/** Returns the ids of this process's children with this name. */
function findChildren(name: string): readonly number[] {
  return listProcesses().flatMap(({ pid, parent, command }) =>
    parent === process.pid && command.endsWith(name) ? [pid] : [],
  );
}

/** Lists all processes. Windows has neither /proc nor `ps`, so the list is empty there. */
function listProcesses(): readonly { readonly pid: number; readonly parent: number; readonly command: string }[] {
  if (process.platform !== "linux") {
    const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
    return (stdout ?? "").split("\n").map((line) => {
      const [pid, parent, ...command] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), command: command.join(" ") };
    });
  }
  return readdirSync("/proc").flatMap((entry) => {
    try {
      const [, pid, command = "", parent] =
        /^(\d+) \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${entry}/stat`, "utf8")) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    } catch {
      return []; // Not a process, or one that has ended in the meantime.
    }
  });
}
