import { err, ok, type Result } from "../../kit/domain/result.ts";
import { parseUtf8 } from "../../kit/encoding.ts";
import { limits } from "../policies/limits.ts";

/** A line with text. `line` counts from 1 and includes empty lines. */
export interface ImportLine {
  readonly line: number;
  readonly text: string;
}

/** Why a body is rejected as a whole. */
export interface ImportBodyError {
  readonly status: 400 | 413;
  readonly message: string;
}

const lineFeed = 0x0a;

/** Splits a body into its lines with text. The limits are checked before an object is created for any line. */
export function splitLines(body: Uint8Array): Result<readonly ImportLine[], ImportBodyError> {
  if (countLineBreaks(body) > limits.import.lineBreaks) {
    return err({ status: 413, message: `A request may have at most ${limits.import.lineBreaks} line breaks` });
  }
  const text = parseUtf8(body);
  if (text === undefined) return err({ status: 400, message: `Line ${findInvalidLine(body)} is not UTF-8` });
  const lines = text.split("\n");
  if (countLinesWithText(lines) > limits.import.lines) {
    return err({ status: 413, message: `A request may have at most ${limits.import.lines} lines` });
  }
  return ok(lines.map((line, index) => ({ text: line.trim(), line: index + 1 })).filter((line) => line.text !== ""));
}

function countLineBreaks(body: Uint8Array): number {
  let count = 0;
  for (let at = body.indexOf(lineFeed); at !== -1; at = body.indexOf(lineFeed, at + 1)) count++;
  return count;
}

function countLinesWithText(lines: readonly string[]): number {
  let count = 0;
  for (const line of lines) if (line.trim() !== "") count++;
  return count;
}

/** Returns the number of the first line that is not UTF-8. No UTF-8 sequence contains a line feed. */
function findInvalidLine(body: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let end = body.indexOf(lineFeed); end !== -1; end = body.indexOf(lineFeed, start)) {
    if (parseUtf8(body.subarray(start, end)) === undefined) return line;
    start = end + 1;
    line++;
  }
  return line;
}
