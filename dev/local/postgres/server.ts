import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { recordProcess, stopChild } from "../../process/child.ts";
import { freePort } from "../../process/listen.ts";
import { killStalePostgres } from "./kill-stale.ts";
import { getNativeDir, readVersion } from "./native-package.ts";
import { chooseBinaryDir, choosePostgresDataDir } from "./paths.ts";

/** The name of the superuser, and of the database that Postgres creates for it. */
export const superuser = "postgres";

/** The SQLSTATE of a sign-in with a wrong password. */
const invalidPasswordCode = "28P01";

export interface PostgresOptions {
  /** Created if absent. */
  readonly dataDir: string;
  /** The folder of the list of running processes, for the next start after a crash. */
  readonly runDir: string;
  /** The superuser's password. A data folder with another password gets this one. */
  readonly password: string;
  /** 0 selects a free port. */
  readonly port?: number;
  /** More settings: `{ fsync: "off" }` for tests without a crash. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Postgres {
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres from the package of this platform. Postgres refuses to run as root, so root starts it as another
 * user. If that user has no access to the data folder or the binaries, they are placed under the system's temporary
 * folder. Throws when there is no package for the platform, or the server does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const installed = getNativeDir();
  const user = findUnprivilegedUser();
  const native = user === undefined ? installed : chooseBinaryDir(installed, readVersion(installed));
  const dataDir = user === undefined ? options.dataDir : choosePostgresDataDir(options.dataDir);
  const spawnOptions = { ...user, cwd: "/", env: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" } };

  if (!existsSync(join(dataDir, "PG_VERSION"))) initialize(native, dataDir, options.password, spawnOptions);
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
  const spawnServer = () =>
    spawn(join(native, "bin/postgres"), ["-D", dataDir, "-p", String(port), ...flags], {
      ...spawnOptions,
      // Its own process group: Ctrl-C reaches only the parent, which stops its children in the right order.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
  let child = await startServer(spawnServer);
  if (!(await acceptsPassword(port, options.password))) {
    await stopChild(child, "SIGINT");
    setPassword(native, dataDir, options.password, spawnOptions);
    child = await startServer(spawnServer);
  }
  const pid = child.pid ?? 0;
  recordProcess(options.runDir, pid);
  return { port, pid, version: readVersion(native), stop: () => stopChild(child, "SIGINT") };
}

/** The user and the environment of Postgres's processes. */
interface SpawnOptions extends Partial<UnixUser> {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Creates the data folder with initdb. Deletes an incomplete one. */
function initialize(native: string, dataDir: string, password: string, spawnOptions: SpawnOptions): void {
  const { uid, gid } = spawnOptions;
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = join(tmpdir(), `stoa-pg-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) {
    chownSync(dataDir, uid, gid);
    chownSync(passwordFile, uid, gid);
  }
  const args = ["-D", dataDir, "-U", superuser, "--pwfile", passwordFile, "--auth=scram-sha-256", "-E", "UTF8"];
  const flags = ["--locale=C.UTF-8", "--no-sync", "--no-instructions"];
  const initdb = spawnSync(join(native, "bin/initdb"), [...args, ...flags], { ...spawnOptions, encoding: "utf8" });
  rmSync(passwordFile, { force: true });
  if (initdb.status !== 0) throw new Error(`initdb failed: ${initdb.stderr}${initdb.stdout}${initdb.error ?? ""}`);
}

/** Sets the superuser's password while the server is stopped. Folders of earlier releases have a well-known password. */
function setPassword(native: string, dataDir: string, password: string, spawnOptions: SpawnOptions): void {
  const { status, stderr } = spawnSync(join(native, "bin/postgres"), ["--single", "-D", dataDir, superuser], {
    ...spawnOptions,
    input: `alter role ${superuser} password ${pg.escapeLiteral(password)};\n`,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`Postgres could not set the superuser's password: ${stderr}`);
}

/** Returns whether the superuser can sign in with this password. */
async function acceptsPassword(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({ host: "127.0.0.1", port, user: superuser, password, database: superuser });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === invalidPasswordCode) return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

const sharedMemoryTimeoutMs = 10_000;

/**
 * Starts the server. Retries while the shared memory of a killed server is in use: its child processes need a moment to
 * end.
 */
async function startServer(spawnServer: () => ChildProcess): Promise<ChildProcess> {
  for (const startedAt = Date.now(); ; await sleep(100)) {
    const child = spawnServer();
    try {
      await waitUntilReady(child);
      return child;
    } catch (error) {
      const retryable = error instanceof Error && error.message.includes("pre-existing shared memory block");
      if (!retryable || Date.now() - startedAt > sharedMemoryTimeoutMs) throw error;
    }
  }
}

function waitUntilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.setEncoding("utf8");
    child.stderr?.on("data", (chunk: string) => {
      // Read until the server ends, else the pipe fills up. Stored only while it is short.
      if (text.length < 100_000) text += chunk;
      if (chunk.includes("ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Postgres ended with exit code ${code}:\n${text}`)));
  });
}

interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

/** Finds the user that runs Postgres in place of root. Returns undefined if this process is not root. */
function findUnprivilegedUser(): UnixUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error("Postgres does not run as root, and this system has no user `postgres` or `nobody`");
}
