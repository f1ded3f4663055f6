import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "./root.ts";

const timeoutMs = 300_000;

/** Disables telemetry, banners, colours and prompts. */
const environment = {
  CI: "true",
  NO_COLOR: "1",
  NO_UPDATE_NOTIFIER: "1",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
};

export interface ToolRun {
  /** Undefined when a signal ended the tool. */
  readonly code: number | undefined;
  /** Standard output and standard error, interleaved as they arrived. */
  readonly output: string;
}

/** Runs one of the project's own tools without standard input, for at most five minutes. Rejects if it cannot start. */
export function runTool(command: string, args: readonly string[], folder = root): Promise<ToolRun> {
  const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...environment, PATH: path },
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
  });
  const chunks: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? undefined, output: chunks.join("") }));
  });
}

/** Returns the lines of a tool's output that are not blank, without colour codes. */
export function splitLines(output: string): readonly string[] {
  return stripVTControlCharacters(output)
    .split("\n")
    .filter((line) => line.trim() !== "");
}
