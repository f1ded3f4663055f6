import { parseUtf8 } from "../../kit/encoding.ts";

export interface FileLine {
  /** From 1. */
  readonly line: number;
  /** Without the line break. Empty with an error. */
  readonly text: string;
  /** With the line break. */
  readonly bytes: number;
  readonly error?: "TOO_LARGE" | "INVALID_ENCODING";
}

const lineFeed = 0x0a;

/** Yields the lines of a file. A line above `maxBytes` is not held in memory. */
export async function* readFileLines(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<FileLine, void, undefined> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let line = 1;
  const add = (part: Uint8Array) => {
    bytes += part.length;
    if (bytes <= maxBytes) parts.push(part);
    else parts = [];
  };
  const end = async (): Promise<FileLine> => {
    const size = bytes + 1;
    const result = bytes > maxBytes ? ({ text: "", error: "TOO_LARGE" } as const) : decode(await concatenate(parts));
    parts = [];
    bytes = 0;
    return { line: line++, bytes: size, ...result };
  };
  for await (const chunk of body) {
    let start = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, start)) {
      add(chunk.subarray(start, at));
      yield end();
      start = at + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (bytes > 0) yield end();
}

async function concatenate(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const [first] = parts;
  if (first === undefined) return new Uint8Array();
  return parts.length === 1 ? first : new Uint8Array(await new Blob([...parts]).arrayBuffer());
}

function decode(bytes: Uint8Array): Pick<FileLine, "text" | "error"> {
  const text = parseUtf8(bytes);
  return text === undefined ? { text: "", error: "INVALID_ENCODING" } : { text: text.trim() };
}
