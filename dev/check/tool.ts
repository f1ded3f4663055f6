import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Finding, Step } from "./step.ts";

/** The root of the checkout. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

const timeLimit = 300_000;

/** Quiet tools: no telemetry, no banner, no colour, no question. */
const settings = {
  CI: "true",
  NO_COLOR: "1",
  NO_UPDATE_NOTIFIER: "1",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
};

export interface ToolRun {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  /** What it printed, both streams as they came. */
  readonly output: string;
}

/** Runs one of the project's own tools with nothing to read, for five minutes at most. Rejects when it cannot start. */
export function runTool(command: string, args: readonly string[], folder = root): Promise<ToolRun> {
  const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...settings, PATH: path },
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeLimit,
  });
  const chunks: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? undefined, output: chunks.join("") }));
  });
}

/** A step that is one command: it says nothing when it exits with 0, else what it printed. */
export function toolStep(name: string, command: string, args: readonly string[], folder?: string): Step {
  return {
    name,
    async run() {
      const { code, output } = await runTool(command, args, folder);
      return code === 0 ? passed() : failed(linesOf(output));
    },
  };
}

export function passed(...remarks: readonly string[]): Finding {
  return { ok: true, lines: remarks };
}

export function failed(lines: readonly string[]): Finding {
  return { ok: false, lines };
}

export function linesOf(output: string): readonly string[] {
  return stripVTControlCharacters(output)
    .split("\n")
    .filter((line) => line.trim() !== "");
}
