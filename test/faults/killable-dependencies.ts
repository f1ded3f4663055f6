import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { startElasticsearch } from "../../dev/local/elasticsearch.ts";
import { startPostgres } from "../../dev/local/postgres/server.ts";
import { stopChild } from "../../dev/process/child.ts";
import { freePort } from "../../dev/process/listen.ts";

/** A dependency that can be killed with SIGKILL and restarted on the same port and data. */
export interface Killable {
  readonly port: number;
  /** The process that runs now. */
  readonly pid: number;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startKillablePostgres(folder: string, password: string): Promise<Killable> {
  const port = await freePort();
  const start = () => startPostgres({ dataDir: join(folder, "postgres"), runDir: folder, password, port });
  let postgres = await start();
  return {
    port,
    get pid() {
      return postgres.pid;
    },
    kill: async () => process.kill(postgres.pid, "SIGKILL") && undefined,
    restart: async () => {
      postgres = await start();
    },
    stop: () => postgres.stop(),
  };
}

/** Starts an Elasticsearch node with `program`, which is given a port and a folder. */
export async function startKillableElasticsearch(folder: string, program: string): Promise<Killable> {
  const port = await freePort();
  const runDir = join(folder, "elasticsearch");
  const start = () => startElasticsearch({ program, dataDir: join(runDir, "data"), runDir, port });
  let node = await start();
  return {
    port,
    get pid() {
      return node.pid;
    },
    kill: () => node.kill(),
    restart: async () => {
      node = await start();
    },
    stop: () => node.stop(),
  };
}

/** Starts an emulator in its own process. `kill` also kills the process that the emulator started. */
export async function startKillableEmulator(
  name: "stripe" | "redis" | "neon",
  folder: string,
  options: object,
): Promise<Killable> {
  const port = await freePort();
  const runDir = join(folder, name);
  const start = () => startEmulator(name, { ...options, port, runDir, dataDir: join(runDir, "data") });
  let child = await start();
  return {
    port,
    get pid() {
      return child.pid ?? 0;
    },
    kill: async () => {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      for (const pid of [child.pid, ...findChildPids(runDir)]) if (pid !== undefined) process.kill(pid, "SIGKILL");
      await ended;
    },
    restart: async () => {
      child = await start();
    },
    stop: async () => {
      await stopChild(child, "SIGKILL");
      for (const pid of findChildPids(runDir)) process.kill(pid, "SIGTERM");
    },
  };
}

async function startEmulator(name: string, options: object): Promise<ChildProcess> {
  const args = [join(root, "test/support/engine.ts"), name, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`The ${name} emulator exited with code ${code}`)));
  });
  return child;
}

/** Returns the pid of the last process that the emulator recorded. Earlier ones have ended. */
function findChildPids(runDir: string): readonly number[] {
  try {
    const recorded = JSON.parse(readFileSync(join(runDir, "processes.json"), "utf8")) as { pid: number }[];
    return recorded.slice(-1).map(({ pid }) => pid);
  } catch {
    return [];
  }
}
