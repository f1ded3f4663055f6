import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Postgres, startPostgres, superuser } from "../../../dev/local/postgres/server.ts";
import { stopChild } from "../../../dev/process/child.ts";
import type { Processes } from "../measure.ts";

/** The work that is compared. `full order` uses the requests that a storefront sends. */
export const works = ["list of 10", "search of 10", "login", "full order", "full order, one request"] as const;
export type Work = (typeof works)[number];

/** Does one unit of a work. Returns whether it succeeded. */
export type DoWork = (index: number) => Promise<boolean>;

/** A running shop. */
export interface PeerShop {
  readonly name: string;
  readonly version: string;
  readonly processes: Processes;
  /** What the shop can do. */
  readonly works: Readonly<Partial<Record<Work, DoWork>>>;
}

export interface PeerOptions {
  /** The folder of the files of this run. */
  readonly folder: string;
  /** The folder with the installed packages. */
  readonly home: string;
  /** The number of concurrent clients. Each has its own customer, because a customer has one cart. */
  readonly clients: number;
  /** What stops the shop. The last added function runs first. */
  readonly cleanups: Cleanup[];
}

export type Cleanup = () => Promise<unknown>;

export const email = (client: number) => `buyer-${client}@bench.example`;
export const password = "benchmark-password";
export const secret = "a-secret-of-the-benchmark-only";

const startTimeoutMs = 120_000;
const scriptTimeoutMs = 300_000;

/** Starts a Postgres with an empty database of its own, from the same binaries and with the same settings as Stoa's. */
export async function startDatabase(
  { folder, cleanups }: PeerOptions,
  name: string,
): Promise<Postgres & { url: string }> {
  const postgres = await startPostgres({ dataDir: join(folder, `${name}-postgres`), runDir: folder, password });
  cleanups.push(postgres.stop);
  const getUrl = (database: string) => `postgres://${superuser}:${password}@127.0.0.1:${postgres.port}/${database}`;
  const client = new pg.Client({ connectionString: getUrl(superuser) });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return { ...postgres, url: getUrl(name) };
}

export interface Program {
  /** The script and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The file name of the output. */
  readonly log: string;
}

function spawnProgram({ folder, home }: PeerOptions, { args, env, log }: Program): ChildProcess {
  const output = openSync(join(folder, log), "a");
  return spawn(process.execPath, args, {
    cwd: home,
    env: { PATH: process.env.PATH ?? "", HOME: folder, NODE_ENV: "production", ...env },
    stdio: ["ignore", output, output],
  });
}

/** Runs a program until it ends. Throws when it fails or takes too long. */
export async function runProgram(options: PeerOptions, program: Program): Promise<void> {
  const child = spawnProgram(options, program);
  const timer = setTimeout(() => child.kill("SIGKILL"), scriptTimeoutMs);
  const code = await new Promise((resolve) => child.once("exit", (status, signal) => resolve(status ?? signal)));
  clearTimeout(timer);
  if (code !== 0) throw new Error(`${program.args.join(" ")} ended with ${code}. See ${options.folder}/${program.log}`);
}

/** Starts a program. Returns its process id when the URL responds with 200. Throws when it does not in two minutes. */
export async function startProgram(options: PeerOptions, program: Program, readyUrl?: string): Promise<number> {
  const child = spawnProgram(options, program);
  options.cleanups.push(() => stopChild(child, "SIGTERM"));
  for (let waitedMs = 0; readyUrl !== undefined; waitedMs += 200) {
    if (
      await fetch(readyUrl).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null || waitedMs >= startTimeoutMs) {
      throw new Error(`${program.args.join(" ")} did not start. See ${options.folder}/${program.log}`);
    }
    await sleep(200);
  }
  return child.pid ?? 0;
}

/** Runs `task` with a value that no other running task has. There are as many values as clients. */
export function createPool<T>(values: readonly T[]): (task: (value: T) => Promise<boolean>) => Promise<boolean> {
  const free = [...values];
  return async (task) => {
    const value = free.pop();
    if (value === undefined) throw new Error("There are more concurrent tasks than values");
    try {
      return await task(value);
    } finally {
      free.push(value);
    }
  };
}
