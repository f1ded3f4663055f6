import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { recordProcess, stopChild } from "../process/child.ts";
import { freePort } from "../process/listen.ts";

export interface ElasticsearchOptions {
  /** A program that runs a node in the foreground. Its arguments are a port and a folder. */
  readonly program: string;
  readonly dataDir: string;
  /** The folder of the list of running processes, for the next start after a crash. */
  readonly runDir: string;
  /** 0 selects a free port. */
  readonly port?: number;
}

export interface ElasticsearchNode {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
  /** Ends the node with SIGKILL, as a crash would. */
  kill(): Promise<void>;
}

/** The first start on a machine builds the node, which takes one or two minutes. */
const startTimeoutMs = 240_000;

const maxAttempts = 3;

/**
 * Starts a real Elasticsearch node for tests. `npm start` does not: it uses the node at `ELASTICSEARCH_URL`. A node listens
 * seconds after its start, and another process can take a free port until then. So it is started again on another one.
 */
export async function startElasticsearch(options: ElasticsearchOptions): Promise<ElasticsearchNode> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (options.port || attempt === maxAttempts) throw error;
    }
  }
}

async function startOnce(options: ElasticsearchOptions): Promise<ElasticsearchNode> {
  const port = options.port || (await freePort());
  mkdirSync(options.dataDir, { recursive: true });
  const child = spawn(options.program, [String(port), options.dataDir], { stdio: "ignore", detached: true });
  const pid = child.pid ?? 0;
  recordProcess(options.runDir, pid);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, url);
  return {
    url,
    port,
    pid,
    stop: () => stopChild(child, "SIGTERM"),
    kill: () => stopChild(child, "SIGKILL"),
  };
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < startTimeoutMs) {
    if (child.exitCode !== null) throw new Error(`Elasticsearch ended with exit code ${child.exitCode}`);
    const health = await fetch(`${url}/_cluster/health`).catch(() => undefined);
    if (health?.ok) return;
    await sleep(200);
  }
  child.kill("SIGKILL");
  throw new Error(`Elasticsearch did not start within ${startTimeoutMs / 1000} s`);
}
