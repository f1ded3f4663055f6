import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, cpSync, lchownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../dev/build/root.ts";
import { freePort } from "../../dev/process/listen.ts";
import { findProcesses, type ProcessFacts } from "./processes.ts";

/** The id of the user and the group without rights on Linux. */
export const unprivileged = 65_534;
const isRoot = process.getuid?.() === 0;
const succeeds = (file: string, ...args: string[]) => isRoot && spawnSync(file, args).status === 0;
/** Whether this process may start others without a network. Root in a container may not. */
export const canLeaveNetwork = succeeds("unshare", "--net", "true");
export const canMount = succeeds("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/tmp");

/** PATH without the programs of the project, such as its Node, which this process runs under. */
export const pathOfMachine = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .join(delimiter);

/** How programs reach the network on this machine. It is no setting of the newcomer. */
const networkOfMachine = Object.fromEntries(
  ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].map((name) => [
    name,
    process.env[name],
  ]),
);

export interface CheckoutOptions {
  /** Shares the installed packages of this checkout by hard links. Otherwise the first command installs them. */
  readonly installed: boolean;
}

/** A fresh copy of the tracked files, and an empty home, of a user without rights if this process is root. */
export interface Checkout {
  /** The folder of everything that belongs to the checkout. */
  readonly base: string;
  readonly folder: string;
  readonly home: string;
  readonly port: number;
  readonly run: (command: readonly string[], options?: RunOptions) => Run;
  readonly readyz: () => Promise<number | undefined>;
  /** The processes that have this checkout as their working directory or in their arguments. */
  readonly processes: () => readonly ProcessFacts[];
  readonly remove: () => void;
}

export interface RunOptions {
  /** Added to PATH and HOME, which, besides the network of the machine, are all that a newcomer has. Undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether the network is unreachable, apart from the loopback device. Needs root. */
  readonly offline?: boolean;
}

export interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Waits until the output contains the text. Throws when the process ends before. */
  readonly waitFor: (text: string, minutes?: number) => Promise<void>;
  readonly exit: (minutes?: number) => Promise<number | null>;
  /** Sends a signal to npm and all its descendants, as the terminal does. */
  readonly signalGroup: (signal: NodeJS.Signals) => void;
}

export async function createCheckout({ installed }: CheckoutOptions): Promise<Checkout> {
  const base = mkdtempSync(join(tmpdir(), "stoa newcomer "));
  const folder = join(base, "my shop");
  const home = join(base, "home");
  mkdirSync(home);
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of tracked) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true });
  }
  makeOwned(base);
  if (installed) {
    execFileSync("cp", ["-al", join(root, "node_modules"), join(folder, "node_modules")]);
    if (isRoot) chownFolders(join(folder, "node_modules"));
  }
  const port = await freePort();
  const run = (command: readonly string[], { env = {}, offline = false }: RunOptions = {}): Run => {
    const asUser = isRoot
      ? ["setpriv", `--reuid=${unprivileged}`, `--regid=${unprivileged}`, "--clear-groups", ...command]
      : [...command];
    const online = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...asUser];
    const [file = "", ...args] = offline ? ["unshare", "--net", ...online] : asUser;
    const variables = { ...networkOfMachine, PATH: pathOfMachine, HOME: home, ...env };
    const child = spawn(file, args, {
      cwd: folder,
      env: Object.fromEntries(
        Object.entries(variables).filter(([, value]) => value !== undefined),
      ) as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
    return {
      child,
      output: () => output,
      waitFor: async (text, minutes = 2) => {
        const deadline = Date.now() + minutes * 60_000;
        while (!output.includes(text)) {
          if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output.slice(-2_000)}`);
          if (Date.now() > deadline) throw new Error(`"${text}" was not printed in ${minutes} minutes: ${output}`);
          await sleep(100);
        }
      },
      exit: (minutes = 4) =>
        withTimeout(ended, minutes * 60_000, `${command.join(" ")} did not end in ${minutes} minutes: ${output}`),
      signalGroup: (signal) => process.kill(-(child.pid ?? 0), signal),
    };
  };
  return {
    base,
    folder,
    home,
    port,
    run,
    readyz: () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ status }) => status,
        () => undefined,
      ),
    processes: () => findProcesses(base),
    remove: () => {
      for (const { pid } of findProcesses(base)) process.kill(pid, "SIGKILL");
      rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Makes the user without rights the owner of a folder and all files in it. */
export function makeOwned(path: string): void {
  if (!isRoot) return;
  lchownSync(path, unprivileged, unprivileged);
  for (const entry of readdirSync(path, { recursive: true, encoding: "utf8" })) {
    lchownSync(join(path, entry), unprivileged, unprivileged);
  }
}

/** The files are shared with this checkout and stay as they are. */
function chownFolders(path: string): void {
  chownSync(path, unprivileged, unprivileged);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) chownFolders(join(path, entry.name));
  }
}

export async function withTimeout<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  const timeout = new AbortController();
  const late = sleep(ms, undefined, { signal: timeout.signal }).then(() => {
    throw new Error(message);
  });
  return Promise.race([work, late]).finally(() => timeout.abort());
}
