import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { recordProcess, stopChild } from "../../../process/child.ts";
import { freePort } from "../../../process/listen.ts";
import type { Reply } from "./replies.ts";

export interface RedisEngine {
  readonly name: string;
  send(command: string, args: readonly string[]): Promise<Reply>;
  /** All or nothing; a command that fails is an Error in its place. */
  transaction(commands: readonly (readonly [string, readonly string[]])[]): Promise<readonly Reply[]>;
  stop(): Promise<void>;
}

/** A real server from PATH, with its files in `dataDir`; an imitation in this process where there is none. */
export async function startRedis(dataDir: string, runDir: string): Promise<RedisEngine> {
  const binary = ["redis-server", "valkey-server"].find((name) => spawnSync(name, ["--version"]).status === 0);
  return binary === undefined ? startInProcess() : startServer(binary, dataDir, runDir);
}

async function startServer(binary: string, dataDir: string, runDir: string): Promise<RedisEngine> {
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const settings = { port, bind: "127.0.0.1", dir: dataDir, appendonly: "yes", save: "", loglevel: "warning" };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(binary, flags, { stdio: "ignore", detached: true });
  if (child.pid !== undefined) recordProcess(runDir, child.pid);
  const client = new Redis(port, "127.0.0.1", {
    maxRetriesPerRequest: 1,
    retryStrategy: () => 100,
    lazyConnect: false,
  });
  client.on("error", () => {}); // Every call reports its own failure.
  await whenReady(client);
  const version = /redis_version:(\S+)|v=(\S+)/.exec(spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout);
  return {
    send: async (command, args) => (await client.callBuffer(command, ...args)) as Reply,
    transaction: async (commands) => {
      const batch = client.multi();
      for (const [command, args] of commands) batch.callBuffer(command, ...args);
      const replies = (await batch.exec()) ?? [];
      return replies.map(([error, reply]) => error ?? (reply as Reply));
    },
    name: `${binary} ${version?.[1] ?? version?.[2] ?? ""}`.trim(),
    stop: async () => {
      client.disconnect();
      await stopChild(child, "SIGTERM");
    },
  };
}

let imitations = 0;

/**
 * The imitation knows Lua but not raw commands: each goes through a script of one line, whose replies are Redis's own
 * kinds. A script by its digest is answered as unknown, upon which every client sends its text.
 */
async function startInProcess(): Promise<RedisEngine> {
  const { default: RedisMock } = await import("ioredis-mock");
  // It keeps one store for each address: two engines of one process are two servers.
  const client = new RedisMock({ port: ++imitations });
  const send = async (command: string, args: readonly string[]): Promise<Reply> => {
    if (command === "EVALSHA") throw new Error("NOSCRIPT No matching script. Please use EVAL.");
    const [script = "", keys = "0", ...rest] =
      command === "EVAL" ? args : ["return redis.call(unpack(ARGV))", "0", command, ...plain(command, args)];
    const reply = (await client.eval(script, Number(keys), ...rest)) as Reply | false;
    return reply === false ? null : reply;
  };
  return {
    name: "in process (no redis-server on PATH)",
    send,
    transaction: (commands) =>
      Promise.all(commands.map(([command, args]) => send(command, args).catch((error: Error) => error))),
    stop: async () => client.disconnect(),
  };
}

/** The imitation takes the options of SET in upper case alone. */
function plain(command: string, args: readonly string[]): readonly string[] {
  return command === "SET" ? args.map((arg, index) => (index < 2 ? arg : arg.toUpperCase())) : args;
}

async function whenReady(client: Redis): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    try {
      await client.ping();
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error("redis-server did not come up within 10 s");
}
