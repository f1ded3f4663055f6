import { readdirSync, readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { bundleWorker, type WorkerName, workerNames } from "../build/bundle.ts";
import { recordProcess } from "../process/child.ts";
import type { BackingServices } from "./backing-services.ts";
import { type LocalOptions, localBindings, readWorkerConfig, type WorkerConfig } from "./worker-config.ts";

export interface WorkersOptions extends LocalOptions {
  readonly port: number;
  /** Where Durable Objects keep their files. */
  readonly stateDir: string;
  /** Where running processes are remembered, for the next start after a crash. */
  readonly runDir: string;
  /** Gets each line that a Worker logs. */
  readonly onLog: (line: string) => void;
}

export interface Workers {
  readonly url: string;
  /** Where each Worker answers by itself, as no Worker does in production: for tests of the services. */
  readonly directUrls: Readonly<Record<WorkerName, string>>;
  /** Calls the scheduled handlers, as the platform's cron does. */
  runCrons(): Promise<void>;
  /** Puts messages into a queue, as the Worker does that has it under this binding: for tests of who takes them. */
  send(name: WorkerName, binding: string, messages: readonly unknown[]): Promise<void>;
  stop(): Promise<void>;
}

/** The part of a Worker's handle that crons go through. */
interface Scheduled {
  scheduled(event: { readonly cron: string }): Promise<unknown>;
}

/** Serves the four Workers' bundles in Miniflare, bound to each other as their configurations say. */
export async function startWorkers(engines: BackingServices, options: WorkersOptions): Promise<Workers> {
  const workers = await Promise.all(workerNames.map((name) => workerOptions(name, engines, options)));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: options.port,
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: ({ message }) => options.onLog(message),
      resourcePersistencePath: options.stateDir,
      // The first is the one that the public port answers with.
      workers: workers.reverse(),
    }),
  );
  const url = await miniflare.ready;
  recordRuntime(options.runDir);
  const direct = await Promise.all(
    workerNames.map(async (name) => [name, (await miniflare.unsafeGetDirectURL(`stoa-${name}`)).origin] as const),
  );
  return {
    url: url.origin,
    directUrls: Object.fromEntries(direct) as Record<WorkerName, string>,
    runCrons: async () => {
      for (const name of ["account", "catalog", "order"] as const) {
        const worker: unknown = await miniflare.getWorker(`stoa-${name}`);
        await (worker as Scheduled).scheduled({ cron: "* * * * *" });
      }
    },
    send: async (name, binding, messages) => {
      const queue = await miniflare.getQueueProducer(binding, `stoa-${name}`);
      await queue.sendBatch(messages.map((body) => ({ body, contentType: "json" as const })));
    },
    stop: () => miniflare.dispose(),
  };
}

async function workerOptions(name: WorkerName, engines: BackingServices, options: WorkersOptions) {
  const config = readWorkerConfig(name);
  const { modules } = await bundleWorker(name);
  return {
    name: `stoa-${name}`,
    modules: modules.map(({ type, path, contents }) => ({ type, path, contents })),
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    bindings: localBindings(name, engines, options),
    serviceBindings: Object.fromEntries((config.services ?? []).map(({ binding, service }) => [binding, service])),
    durableObjects: Object.fromEntries(
      config.durable_objects.bindings.map(({ name: binding, class_name: className }) => [
        binding,
        { className, useSQLite: true },
      ]),
    ),
    ...queuesOf(config),
    ratelimits: Object.fromEntries(
      (config.ratelimits ?? []).map(({ name: binding, simple, namespace_id }) => [binding, { simple, namespace_id }]),
    ),
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  };
}

function queuesOf({ queues }: WorkerConfig) {
  const { producers = [], consumers = [] } = queues ?? {};
  return {
    queueProducers: Object.fromEntries(producers.map(({ binding, queue }) => [binding, { queueName: queue }])),
    queueConsumers: Object.fromEntries(
      consumers.map((consumer) => {
        const { queue, max_batch_size, max_batch_timeout, max_retries, dead_letter_queue } = consumer;
        const options = {
          maxBatchSize: max_batch_size,
          maxBatchTimeout: max_batch_timeout,
          maxRetries: max_retries,
          deadLetterQueue: dead_letter_queue,
        };
        return [queue, Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))];
      }),
    ),
  };
}

/** Miniflare does not tell which process it runs: it is the child of this one that is called workerd. */
function recordRuntime(runDir: string): void {
  if (process.platform !== "linux") return;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
      if (parent === String(process.pid) && stat.includes("(workerd)")) recordProcess(runDir, Number(entry));
    } catch {
      // It has ended while we looked.
    }
  }
}
