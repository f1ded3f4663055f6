import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process, as /proc describes it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly command: string;
  readonly userId: number;
  /** The version of Node, of a process that runs it. */
  readonly nodeVersion: () => string;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** The network devices that the process can use. */
  readonly devices: readonly string[];
}

/** Returns the processes that have this folder as their working directory or in their arguments. Zombies have neither. */
export function findProcesses(base: string): readonly ProcessFacts[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const facts = readFacts(name);
        return facts.folder.startsWith(base) || facts.command.includes(base) ? [facts] : [];
      } catch {
        return []; // It has ended in the meantime, or belongs to another user.
      }
    });
}

function readFacts(pid: string): ProcessFacts {
  const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8");
  return {
    pid: Number(pid),
    command: read("cmdline").replaceAll("\0", " "),
    userId: Number(/^Uid:\s+(\d+)/m.exec(read("status"))?.[1]),
    nodeVersion: () => execFileSync(readlinkSync(`/proc/${pid}/exe`), ["--version"], { encoding: "utf8" }).trim(),
    env: Object.fromEntries(
      read("environ")
        .split("\0")
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    ),
    folder: readlinkSync(`/proc/${pid}/cwd`),
    devices: [...read("net/dev").matchAll(/^\s*(\S+):/gm)].map(([, device = ""]) => device),
  };
}
