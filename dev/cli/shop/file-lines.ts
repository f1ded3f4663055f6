import { createReadStream } from "node:fs";

export interface FileLine {
  /** Counts from 1. */
  readonly number: number;
  /** The bytes without the line break. Undefined for a line that exceeds the limit, which is skipped. */
  readonly bytes: Buffer | undefined;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads the lines of a file. A line ends at LF or CRLF only. `readline` also splits at U+2028 and U+2029, which JSON strings
 * may contain. Never holds more than `maxBytes` and one chunk of the file.
 */
export async function* readFileLines(file: string, maxBytes: number): AsyncGenerator<FileLine> {
  let number = 0;
  let parts: Buffer[] = [];
  let size = 0;
  const append = (part: Buffer): void => {
    size += part.length;
    // One more byte, because the last one may be a carriage return.
    if (size <= maxBytes + 1) parts.push(part);
    else parts = [];
  };
  const endLine = (): FileLine => {
    const read = size <= maxBytes + 1 ? Buffer.concat(parts) : undefined;
    const bytes = read?.at(-1) === carriageReturn ? read.subarray(0, -1) : read;
    parts = [];
    size = 0;
    return { number: ++number, bytes: bytes === undefined || bytes.length > maxBytes ? undefined : bytes };
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      append(chunk.subarray(start, end));
      yield endLine();
      start = end + 1;
    }
    append(chunk.subarray(start));
  }
  if (size > 0) yield endLine();
}
