import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type BackingServices, startBackingServices } from "./backing-services.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { startFaultLab } from "./fault-lab.ts";
import { startSearchSwitch } from "./search-switch.ts";
import { getLogFile } from "./telemetry/log-file.ts";
import { startTraceServer } from "./telemetry/trace-server.ts";
import { startWorkers, type Workers, type WorkersOptions } from "./workers.ts";

export interface LocalStackOptions {
  readonly dataDir: string;
  /** The port of the gateway. 0 selects a free one. */
  readonly port: number;
  /** The ports of the Workers that render pages. By default free ones. */
  readonly pagePorts?: WorkersOptions["pagePorts"];
  readonly limits: boolean;
  /** Gives each Worker a port of its own, without the check of `Host` and `Origin`, for tests. */
  readonly exposed?: boolean;
  /** Overrides of variables in wrangler.toml. */
  readonly vars?: Readonly<Record<string, string>>;
  /** False disables Postgres's disk flushes, for tests without a crash. */
  readonly durable?: boolean;
  /** False leaves messages in the queues, for tests that count operations. */
  readonly consumesQueues?: boolean;
  /** The folder of bundles that are built already, one folder per Worker. By default the Workers are bundled. */
  readonly bundleDir?: string | undefined;
  /** The entry of a Worker that receives the metrics, for tests. */
  readonly metricsEntry?: string | undefined;
  /** The folder of bundles whose Durable Objects are used, for tests of an object of another release than its Worker. */
  readonly objectBundleDir?: string | undefined;
  /** The URL of an Elasticsearch. Without one, search uses Postgres. */
  readonly elasticsearchUrl?: string | undefined;
  /** Serves switches of the services, which the console shows. */
  readonly hasFaultLab?: boolean;
  /** Returns the addresses that the Workers use in place of those of the services, for tests with proxies. */
  readonly withProxies?: ((services: BackingServices) => Promise<Partial<BackingServices>>) | undefined;
  /** Ends the start after the current step. Everything that was started is stopped. */
  readonly signal?: AbortSignal;
  /** Receives a line for people when log lines are lost. */
  readonly onWarning?: (line: string) => void;
}

export interface LocalStack {
  readonly url: string;
  readonly storefrontUrl: string;
  readonly consoleUrl: string;
  readonly directUrls: Workers["directUrls"];
  readonly services: BackingServices;
  readonly logFile: string;
  /** The page of traces. */
  readonly tracesUrl: string;
  /** The folder of the Durable Objects' files. */
  readonly stateDir: string;
  readonly runCrons: Workers["runCrons"];
  readonly send: Workers["send"];
  /**
   * Restarts the Workers, and nothing else, at the same URLs. Proxies are asked again, so that the Workers may get other secrets.
   * `directUrls` are those of the first start.
   */
  restartWorkers(): Promise<void>;
  stop(): Promise<void>;
}

const cronMs = 60_000;

/** Starts the backing services, the six Workers and their cron triggers on this machine. Prints nothing. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { dataDir, durable = true, hasFaultLab = false, signal, onWarning = () => {} } = options;
  // A search engine with TLS verifies its host name, so it has no switch.
  const hasSearchSwitch = hasFaultLab && options.elasticsearchUrl?.startsWith("http:") === true;
  const search = hasSearchSwitch ? await startSearchSwitch(options.elasticsearchUrl ?? "") : undefined;
  const elasticsearchUrl = search?.url ?? options.elasticsearchUrl;
  const release = lockDataDir(dataDir);
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const logFile = getLogFile(dataDir);
  // The folder that wrangler uses too, so that `npm run dev` and `npm start` share the orders.
  const stateDir = join(dataDir, "workers", "v3");
  const output = createLog(logFile, onWarning);
  const services = await startBackingServices({ dataDir, durable, elasticsearchUrl, signal }).catch(
    (error: unknown) => {
      release();
      throw error;
    },
  );
  const workersOptions = {
    port: options.port,
    pagePorts: options.pagePorts ?? { storefront: 0, console: 0 },
    limits: options.limits,
    exposed: options.exposed ?? false,
    vars: options.vars ?? {},
    consumesQueues: options.consumesQueues ?? true,
    bundleDir: options.bundleDir,
    metricsEntry: options.metricsEntry,
    objectBundleDir: options.objectBundleDir,
    stateDir,
    runDir: dataDir,
    onLog: output.write,
  };
  const switches = { ...services.switches, Search: search?.availability };
  const faultLab = hasFaultLab ? await startFaultLab(switches, services.secrets.sandboxToken) : undefined;
  const startAll = async (ports: Pick<WorkersOptions, "port" | "pagePorts"> = workersOptions) => {
    const proxies = await options.withProxies?.(services);
    const lab = faultLab === undefined ? {} : { faultLabHost: faultLab.host };
    return startWorkers({ ...services, ...proxies, ...lab }, { ...workersOptions, ...ports });
  };
  let workers = await startAll().catch(async (error: unknown) => {
    await services.stop();
    release();
    throw error;
  });
  const traces = await startTraceServer(logFile);
  const stop = async () => {
    await traces.stop();
    await faultLab?.stop();
    await search?.stop();
    await workers.stop();
    await services.stop();
    output.end();
    release();
  };
  if (signal?.aborted) {
    await stop();
    throw signal.reason;
  }
  services.deliverWebhooksTo(workers.url);
  const crons = setInterval(() => void workers.runCrons().catch(() => {}), cronMs);
  crons.unref();
  return {
    url: workers.url,
    storefrontUrl: workers.storefrontUrl,
    consoleUrl: workers.consoleUrl,
    directUrls: workers.directUrls,
    services,
    logFile,
    tracesUrl: `http://127.0.0.1:${traces.port}/dev/traces`,
    stateDir,
    runCrons: () => workers.runCrons(),
    send: (...args) => workers.send(...args),
    restartWorkers: async () => {
      const { url, storefrontUrl, consoleUrl } = workers;
      await workers.stop();
      const [port, storefront, console] = [url, storefrontUrl, consoleUrl].map((text) => Number(new URL(text).port));
      workers = await startAll({ port: port ?? 0, pagePorts: { storefront: storefront ?? 0, console: console ?? 0 } });
    },
    stop: async () => {
      clearInterval(crons);
      await stop();
    },
  };
}

/** Opens the log file. Lines that cannot be written, for example on a full disk, are dropped. The first time is reported. */
function createLog(file: string, onWarning: (line: string) => void) {
  let failed = false;
  const open = () => {
    const stream = createWriteStream(file, { flags: "a" });
    stream.on("error", (error) => {
      if (!failed) onWarning(`Log lines are dropped: ${error.message}`);
      failed = true;
    });
    return stream;
  };
  let stream = open();
  return {
    write: (line: string) => {
      // A stream ends after an error. A new one writes again when there is space.
      if (stream.destroyed) stream = open();
      stream.write(`${line}\n`);
    },
    end: () => stream.end(),
  };
}
