import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startElasticsearch } from "../../dev/local/elasticsearch.ts";

const { ELASTICSEARCH_START, ELASTICSEARCH_URL } = process.env;
const howToStart = "set ELASTICSEARCH_START to a program that starts a node, given a port and a folder";

/** The reason why tests of Elasticsearch are skipped. Undefined when a node is configured. */
export const elasticsearchSkipReason: string | undefined =
  ELASTICSEARCH_START || ELASTICSEARCH_URL
    ? undefined
    : `Elasticsearch is not configured: ${howToStart}, or ELASTICSEARCH_URL to the URL of a running node`;

/** The reason why tests that kill an Elasticsearch node are skipped. Undefined when they can start one. */
export const killableElasticsearchSkipReason: string | undefined = ELASTICSEARCH_START
  ? undefined
  : `No Elasticsearch node can be started: ${howToStart}`;

/** Starts a node with `ELASTICSEARCH_START`. Without it, returns the running node at `ELASTICSEARCH_URL`. */
export async function startNode(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  return ELASTICSEARCH_START ? startKillableNode() : { url: ELASTICSEARCH_URL ?? "", stop: async () => {} };
}

/** A node that can be killed and restarted on the same port and disk. */
export interface KillableNode {
  readonly url: string;
  readonly port: number;
  /** Kills the process with SIGKILL. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Stops the process until `resume`. It has open connections and does not respond. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

export async function startKillableNode(): Promise<KillableNode> {
  const dir = mkdtempSync(join(tmpdir(), "stoa-elasticsearch-"));
  const startProcess = (port?: number) =>
    startElasticsearch({
      program: ELASTICSEARCH_START ?? "",
      dataDir: join(dir, "data"),
      runDir: dir,
      ...(port === undefined ? {} : { port }),
    });
  let node = await startProcess();
  const { url, port } = node;
  return {
    url,
    port,
    kill: () => node.kill(),
    pause: () => process.kill(node.pid, "SIGSTOP"),
    resume: () => process.kill(node.pid, "SIGCONT"),
    restart: async () => {
      node = await startProcess(port);
    },
    stop: async () => {
      await node.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Returns all documents of an alias by id. */
export async function readDocuments(
  url: string,
  alias: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  await fetch(`${url}/${alias}/_refresh`, { method: "POST" });
  const documents = new Map<string, Readonly<Record<string, unknown>>>();
  for (let after: readonly unknown[] | undefined; ; ) {
    const response = await fetch(`${url}/${alias}/_search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        size: 1_000,
        sort: [{ id: "asc" }],
        ...(after === undefined ? {} : { search_after: after }),
      }),
    });
    type Page = { hits: { hits: { _id: string; _source: Record<string, unknown>; sort: unknown[] }[] } };
    const { hits } = ((await response.json()) as Page).hits;
    if (hits.length === 0) return documents;
    for (const { _id, _source } of hits) documents.set(_id, _source);
    after = hits.at(-1)?.sort;
  }
}
