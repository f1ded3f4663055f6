import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Api, type ImportResult, importLines } from "./api.ts";

const batchSize = 250;
const inFlight = 2;

export interface ImportSummary {
  readonly created: number;
  readonly updated: number;
  /** Lines count from 1 in the file. */
  readonly refused: readonly ImportResult[];
}

/** Imports a file, a product a line, in batches. `onProgress` hears how many lines are done. */
export async function importFile(
  api: Api,
  file: string,
  onProgress: (done: number) => void = () => {},
): Promise<ImportSummary> {
  const results: ImportResult[] = [];
  const running = new Set<Promise<void>>();
  const send = async (lines: readonly string[], first: number): Promise<void> => {
    const answered = await importLines(api, lines);
    results.push(...answered.map((result) => ({ ...result, line: result.line + first - 1 })));
    onProgress(results.length);
  };
  const start = async (lines: readonly string[], first: number): Promise<void> => {
    if (running.size >= inFlight) await Promise.race(running);
    const batch = send(lines, first).finally(() => running.delete(batch));
    running.add(batch);
  };

  let batch: string[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    batch.push(text);
    if (batch.length === batchSize) {
      await start(batch, line - batchSize + 1);
      batch = [];
    }
  }
  if (batch.length > 0) await start(batch, line - batch.length + 1);
  await Promise.all(running);
  const count = (wanted: ImportResult["result"]) => results.filter(({ result }) => result === wanted);
  return {
    created: count("created").length,
    updated: count("updated").length,
    refused: count("refused").sort((a, b) => a.line - b.line),
  };
}
