import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

/** A line of the Workers' log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Lines before this many bytes from the end are not read: enough for some ten thousand orders. */
const maxBytes = 64 * 1024 * 1024;

/** Returns the path of the log in a data folder. */
export function getLogFile(dataDir: string): string {
  return join(dataDir, "logs", "workers.log");
}

/** Reads the newest lines of a log that contain a text, oldest first. Lines that are not JSON are left out. */
export function readLogLines(file: string, text = ""): readonly LogLine[] {
  if (!existsSync(file)) return [];
  return parseLogLines(readEnd(file), text);
}

/** Returns the lines of a text that contain another text. */
export function parseLogLines(lines: string, text = ""): readonly LogLine[] {
  return lines.split("\n").flatMap((line) => (line.includes(text) ? parseLine(line) : []));
}

function parseLine(line: string): readonly LogLine[] {
  if (!line.startsWith("{")) return [];
  try {
    return [JSON.parse(line) as LogLine];
  } catch {
    return []; // The first line of a part of the file, or a line that is being written.
  }
}

function readEnd(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const length = Math.min(size, maxBytes);
    const buffer = Buffer.alloc(length);
    readSync(descriptor, buffer, 0, length, size - length);
    return buffer.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}
