import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { recordProcess, stopChild } from "../../../process/child.ts";
import { freePort } from "../../../process/listen.ts";
import type { Reply } from "./replies.ts";

/** Sends commands as one user. */
export interface RedisSession {
  send(command: string, args: readonly string[]): Promise<Reply>;
  /** Runs commands in MULTI/EXEC. The reply of a command that fails is an Error. */
  transaction(commands: readonly (readonly [string, readonly string[]])[]): Promise<readonly Reply[]>;
}

/** Sends commands as the user with all rights. */
export interface RedisEngine extends RedisSession {
  /** For people: "redis-server 7.0.15". */
  readonly name: string;
  /** Creates or changes a user, and connects as this user. The engine in this process has no rights: it permits everything. */
  setUser(name: string, password: string, rules: readonly string[]): Promise<RedisSession>;
  deleteUser(name: string): Promise<void>;
  stop(): Promise<void>;
}

const startTimeoutMs = 10_000;
const pollMs = 50;

/** Starts the Redis or Valkey server on PATH with its files in `dataDir`, or ioredis-mock in this process without one. */
export async function startRedis(dataDir: string, runDir: string, password: string): Promise<RedisEngine> {
  const binary = ["redis-server", "valkey-server"].find((name) => spawnSync(name, ["--version"]).status === 0);
  return binary === undefined ? startInProcess() : startServer(binary, { dataDir, runDir, password });
}

interface ServerOptions {
  readonly dataDir: string;
  readonly runDir: string;
  readonly password: string;
}

async function startServer(binary: string, { dataDir, runDir, password }: ServerOptions): Promise<RedisEngine> {
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const settings = { port, bind: "127.0.0.1", dir: dataDir, appendonly: "yes", save: "", loglevel: "warning" };
  const config = Object.entries({ ...settings, requirepass: password });
  // Other users of this machine can read the arguments of a process, so the settings are sent to its standard input.
  const child = spawn(binary, ["-"], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  child.stdin.on("error", () => {});
  child.stdin.end(config.map(([name, value]) => `${name} ${JSON.stringify(String(value))}\n`).join(""));
  if (child.pid !== undefined) recordProcess(runDir, child.pid);
  const connect = (credentials: { readonly username?: string; readonly password: string }): Redis => {
    const connection = new Redis(port, "127.0.0.1", {
      ...credentials,
      maxRetriesPerRequest: 1,
      retryStrategy: () => 100,
      lazyConnect: false,
      // The check needs the right to run INFO.
      enableReadyCheck: false,
    });
    // Each call reports its own failure.
    connection.on("error", () => {});
    return connection;
  };
  const client = connect({ password });
  const users = new Map<string, Redis>();
  const disconnect = (name: string) => {
    users.get(name)?.disconnect();
    users.delete(name);
  };
  await waitUntilReady(client);
  const version = /redis_version:(\S+)|v=(\S+)/.exec(spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout);
  return {
    ...createSession(client),
    setUser: async (name, userPassword, rules) => {
      await client.call("ACL", "SETUSER", name, "reset", "on", `>${userPassword}`, ...rules);
      disconnect(name);
      const connection = connect({ username: name, password: userPassword });
      users.set(name, connection);
      return createSession(connection);
    },
    deleteUser: async (name) => {
      disconnect(name);
      await client.call("ACL", "DELUSER", name);
    },
    name: `${binary} ${version?.[1] ?? version?.[2] ?? ""}`.trim(),
    stop: async () => {
      for (const name of users.keys()) disconnect(name);
      client.disconnect();
      await stopChild(child, "SIGTERM");
    },
  };
}

function createSession(client: Redis): RedisSession {
  return {
    send: async (command, args) => (await client.callBuffer(command, ...args)) as Reply,
    transaction: async (commands) => {
      const batch = client.multi();
      for (const [command, args] of commands) batch.callBuffer(command, ...args);
      const replies = (await batch.exec()) ?? [];
      return replies.map(([error, reply]) => error ?? (reply as Reply));
    },
  };
}

let mockCount = 0;

/**
 * ioredis-mock supports Lua but not arbitrary commands, so each command runs through a one-line script, whose replies
 * have Redis's types. EVALSHA fails with NOSCRIPT, after which every client sends EVAL.
 */
async function startInProcess(): Promise<RedisEngine> {
  const { default: RedisMock } = await import("ioredis-mock");
  // The mock has one store for each address. A new port makes each engine independent.
  const client = new RedisMock({ port: ++mockCount });
  const send = async (command: string, args: readonly string[]): Promise<Reply> => {
    if (command === "EVALSHA") throw new Error("NOSCRIPT No matching script. Please use EVAL.");
    const [script = "", keys = "0", ...rest] =
      command === "EVAL"
        ? args
        : ["return redis.call(unpack(ARGV))", "0", command, ...upperCaseSetOptions(command, args)];
    const reply = (await client.eval(script, Number(keys), ...rest)) as Reply | false;
    return reply === false ? null : reply;
  };
  const session: RedisSession = {
    send,
    transaction: (commands) =>
      Promise.all(commands.map(([command, args]) => send(command, args).catch((error: Error) => error))),
  };
  return {
    ...session,
    name: "in process (no redis-server on PATH)",
    setUser: async () => session,
    deleteUser: async () => {},
    stop: async () => client.disconnect(),
  };
}

/** Writes the options of SET in upper case. The mock does not accept lower case. */
function upperCaseSetOptions(command: string, args: readonly string[]): readonly string[] {
  return command === "SET" ? args.map((arg, index) => (index < 2 ? arg : arg.toUpperCase())) : args;
}

async function waitUntilReady(client: Redis): Promise<void> {
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += pollMs) {
    try {
      await client.ping();
      return;
    } catch {
      await sleep(pollMs);
    }
  }
  throw new Error(`redis-server did not start within ${startTimeoutMs / 1000} s`);
}
