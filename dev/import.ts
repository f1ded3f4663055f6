import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type Api, type ImportResult, importLines, signIn } from "./api.ts";
import { demoPassword } from "./demo.ts";

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

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: "string" }, token: { type: "string" } },
  });
  const [file] = positionals;
  if (file === undefined) {
    console.error("usage: npm run import -- FILE.ndjson [--url URL] [--token TOKEN]");
    process.exit(2);
  }
  const url = values.url ?? `http://127.0.0.1:${process.env.PORT ?? 8787}`;
  try {
    const token = values.token ?? (await signIn(url, "manager@stoa.example", demoPassword));
    const startedAt = performance.now();
    const summary = await importFile({ url, token }, file, progressOn(process.stderr));
    const seconds = (performance.now() - startedAt) / 1000;
    for (const { line, reason, message } of summary.refused) console.log(`line ${line}: ${reason}: ${message}`);
    const { created, updated, refused } = summary;
    const rate = Math.round((created + updated + refused.length) / seconds);
    console.log(`${created} created, ${updated} updated, ${refused.length} refused (${rate} a second)`);
    process.exitCode = refused.length > 0 ? 1 : 0;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error} (shop: ${url})`);
    process.exitCode = 1;
  }
}

/** Only where somebody looks: a bar in a log file is noise. */
function progressOn(stream: NodeJS.WriteStream): (done: number) => void {
  if (!stream.isTTY) return () => {};
  return (done) => stream.write(`\r${"█".repeat(Math.min(40, Math.ceil(done / 250)))} ${done} products `);
}
