import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Api, readErrorMessage } from "./api.ts";

/** The result for one line. `line` counts from 1. */
export interface ImportResult {
  readonly line: number;
  readonly result: "created" | "updated" | "refused";
  readonly reason?: string;
  readonly message?: string;
}

export interface ImportSummary {
  readonly created: number;
  readonly updated: number;
  readonly rejected: readonly ImportResult[];
}

const maxAttempts = 5;
const retryDelayMs = 1_000;
const batchSize = 250;
const maxConcurrentBatches = 2;

/**
 * Imports lines, one product each, through `/import/products`. Retries while the shop responds with 503: importing a
 * product a second time only updates it. Throws when the shop rejects the request as a whole.
 */
export async function importLines(
  { url, token = "" }: Api,
  lines: readonly string[],
): Promise<readonly ImportResult[]> {
  const send = () =>
    fetch(`${url}/import/products`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
      body: lines.join("\n"),
    });
  let response = await send();
  for (let attempt = 1; response.status === 503 && attempt < maxAttempts; attempt++) {
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    response = await send();
  }
  if (!response.ok) throw new Error(`The import was rejected: ${await readErrorMessage(response)}`);
  const { results } = (await response.json()) as { results: readonly ImportResult[] };
  return results;
}

/** Imports an NDJSON file in batches. Calls `onProgress` with the number of imported lines. Lines count from 1. */
export async function importProductFile(
  api: Api,
  file: string,
  onProgress: (done: number) => void = () => {},
): Promise<ImportSummary> {
  const results: ImportResult[] = [];
  const running = new Set<Promise<void>>();
  const send = async (lines: readonly string[], firstLine: number): Promise<void> => {
    const batchResults = await importLines(api, lines);
    results.push(...batchResults.map((result) => ({ ...result, line: result.line + firstLine - 1 })));
    onProgress(results.length);
  };
  const start = async (lines: readonly string[], firstLine: number): Promise<void> => {
    if (running.size >= maxConcurrentBatches) await Promise.race(running);
    const batch = send(lines, firstLine).finally(() => running.delete(batch));
    running.add(batch);
  };

  let batch: string[] = [];
  let lineCount = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    lineCount++;
    batch.push(line);
    if (batch.length === batchSize) {
      await start(batch, lineCount - batchSize + 1);
      batch = [];
    }
  }
  if (batch.length > 0) await start(batch, lineCount - batch.length + 1);
  await Promise.all(running);
  return summarize(results);
}

function summarize(results: readonly ImportResult[]): ImportSummary {
  const withResult = (expected: ImportResult["result"]) => results.filter(({ result }) => result === expected);
  return {
    created: withResult("created").length,
    updated: withResult("updated").length,
    rejected: withResult("refused").sort((a, b) => a.line - b.line),
  };
}
