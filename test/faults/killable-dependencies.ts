import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { startElasticsearch } from "../../dev/local/elasticsearch.ts";
import { startPostgres } from "../../dev/local/postgres/server.ts";
import { stopChild } from "../../dev/process/child.ts";
import { freePort } from "../../dev/process/listen.ts";

/** Something that can be killed, as kill -9 does, and be there again on the same port and disk. */
export interface Killable {
  readonly port: number;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function killablePostgres(folder: string): Promise<Killable> {
  const port = await freePort();
  const start = () => startPostgres({ dataDir: join(folder, "postgres"), runDir: folder, port });
  let running = await start();
  return {
    port,
    kill: async () => process.kill(running.pid, "SIGKILL") && undefined,
    restart: async () => {
      running = await start();
    },
    stop: () => running.stop(),
  };
}

/** A node of the search engine, by a program that runs one. */
export async function killableElasticsearch(folder: string, program: string): Promise<Killable> {
  const port = await freePort();
  const runDir = join(folder, "elasticsearch");
  const start = () => startElasticsearch({ program, dataDir: join(runDir, "data"), runDir, port });
  let node = await start();
  return {
    port,
    kill: () => node.kill(),
    restart: async () => {
      node = await start();
    },
    stop: () => node.stop(),
  };
}

/** An engine of the local cloud in a process of its own, with whatever process it started in turn. */
export async function killableEmulator(name: "stripe" | "redis", folder: string, options: object): Promise<Killable> {
  const port = await freePort();
  const runDir = join(folder, name);
  const start = () => startEngine(name, { ...options, port, runDir, dataDir: join(runDir, "data") });
  let child = await start();
  return {
    port,
    kill: async () => {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      for (const pid of [child.pid, ...startedBy(runDir)]) if (pid !== undefined) process.kill(pid, "SIGKILL");
      await ended;
    },
    restart: async () => {
      child = await start();
    },
    stop: async () => {
      await stopChild(child, "SIGKILL");
      for (const pid of startedBy(runDir)) process.kill(pid, "SIGTERM");
    },
  };
}

async function startEngine(name: string, options: object): Promise<ChildProcess> {
  const args = [join(root, "test/support/engine.ts"), name, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`the engine ${name} ended with ${code}`)));
  });
  return child;
}

/** The last process that an engine recorded: those before it are gone. */
function startedBy(runDir: string): readonly number[] {
  try {
    const recorded = JSON.parse(readFileSync(join(runDir, "processes.json"), "utf8")) as { pid: number }[];
    return recorded.slice(-1).map(({ pid }) => pid);
  } catch {
    return [];
  }
}
