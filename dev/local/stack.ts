import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type BackingServices, startBackingServices } from "./backing-services.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { startWorkers, type Workers } from "./workers.ts";

export interface LocalStackOptions {
  readonly dataDir: string;
  /** Of the gateway; 0 takes a free one. */
  readonly port: number;
  readonly limits: boolean;
  /** Variables that are to have another value than in the configurations, for tests. */
  readonly vars?: Readonly<Record<string, string>>;
  /** False lets Postgres skip its disk flushes: for tests that survive no crash. */
  readonly durable?: boolean;
  /** Where an Elasticsearch runs; the database searches where there is none. */
  readonly elasticsearchUrl?: string | undefined;
}

export interface LocalStack {
  readonly url: string;
  readonly directUrls: Workers["directUrls"];
  readonly services: BackingServices;
  readonly logFile: string;
  readonly runCrons: Workers["runCrons"];
  readonly send: Workers["send"];
  stop(): Promise<void>;
}

const cronMs = 60_000;

/** The whole of Stoa on this machine: engines, the four Workers, and their crons. Prints nothing. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { dataDir, durable = true, elasticsearchUrl } = options;
  const release = lockDataDir(dataDir);
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const logFile = join(dataDir, "logs", "workers.log");
  const output = createWriteStream(logFile, { flags: "a" });
  const engines = await startBackingServices({ dataDir, durable, elasticsearchUrl }).catch((error: unknown) => {
    release();
    throw error;
  });
  const workers = await startWorkers(engines, {
    port: options.port,
    limits: options.limits,
    vars: options.vars ?? {},
    // Where wrangler keeps it too, so that an order begun under one is found by the other.
    stateDir: join(dataDir, "workers", "v3"),
    runDir: dataDir,
    onLog: (line) => output.write(`${line}\n`),
  }).catch(async (error: unknown) => {
    await engines.stop();
    release();
    throw error;
  });
  engines.deliverWebhooksTo(workers.url);
  const crons = setInterval(() => void workers.runCrons().catch(() => {}), cronMs);
  crons.unref();
  return {
    url: workers.url,
    directUrls: workers.directUrls,
    services: engines,
    logFile,
    runCrons: workers.runCrons,
    send: workers.send,
    stop: async () => {
      clearInterval(crons);
      await workers.stop();
      await engines.stop();
      output.end();
      release();
    },
  };
}
