import { type Api, readErrorMessage } from "./api.ts";
import { readFileLines } from "./file-lines.ts";

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
const maxBatchLines = 250;
/** The largest body that the route accepts. */
const maxBatchBytes = 4 * 1024 * 1024;
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

interface ProductLine {
  readonly number: number;
  readonly text: string;
  readonly bytes: number;
  /** The keys of the slug and the SKUs, with their spelling in the line. A file may contain each key once. */
  readonly keys: ReadonlyMap<string, string>;
}

/**
 * Imports an NDJSON file in batches, two at a time. Calls `onProgress` with the number of lines that have a result. It
 * imports the same lines as one request with all lines would: neither the size of the batches nor the order in which they
 * end matters. Throws when the shop rejects a batch as a whole.
 */
export async function importProductFile(
  api: Api,
  file: string,
  onProgress: (done: number) => void = () => {},
): Promise<ImportSummary> {
  const results = new Map<number, ImportResult>();
  const record = (result: ImportResult) => {
    results.set(result.line, result);
  };
  const claimed = new Set<string>();
  const retryable: ProductLine[] = [];

  const send = async (lines: readonly ProductLine[]): Promise<void> => {
    const body = lines.map(({ text }) => text);
    for (const result of await importLines(api, body)) {
      const line = lines[result.line - 1];
      if (line === undefined) continue;
      record({ ...result, line: line.number });
      if (isRetryable(result)) retryable.push(line);
    }
    onProgress(results.size);
  };

  let remaining = await sendBatches(readProductLines(file, record), claimed, send, record);
  for (;;) {
    for (const { number, keys } of remaining.sent) {
      if (claimsKeys(results.get(number))) for (const key of keys.keys()) claimed.add(key);
    }
    if (remaining.deferred.length === 0) break;
    remaining = await sendBatches(remaining.deferred, claimed, send, record);
  }
  // Another line of the file may have released the SKU in the meantime, or created a part of the categories.
  for (let previous = Number.POSITIVE_INFINITY; retryable.length > 0 && retryable.length < previous; ) {
    const retried = retryable.splice(0).sort((a, b) => a.number - b.number);
    previous = retried.length;
    for (const batch of toBatches(retried)) await send(batch);
  }
  return summarize([...results.values()]);
}

/** Returns whether the same line can succeed in a later request. */
const isRetryable = ({ reason }: Pick<ImportResult, "reason">): boolean =>
  reason === "SKU_TAKEN" || reason === "TOO_MANY_NEW_CATEGORIES";

/** Returns whether other lines cannot use the slug and the SKUs of a line. The keys of invalid lines stay free. */
function claimsKeys(result: ImportResult | undefined): boolean {
  const { reason } = result ?? {};
  return reason === undefined || (result !== undefined && isRetryable(result)) || reason === "UNKNOWN_CATEGORY";
}

/** Reads the lines that can be sent. Rejects the others. */
async function* readProductLines(file: string, record: (result: ImportResult) => void): AsyncGenerator<ProductLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reject = (line: number, reason: string, message: string) =>
    record({ line, result: "refused", reason, message });
  for await (const { number, bytes } of readFileLines(file, maxBatchBytes)) {
    if (bytes === undefined) {
      reject(number, "TOO_LARGE", `The line exceeds ${maxBatchBytes} bytes`);
      continue;
    }
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      reject(number, "INVALID_ENCODING", "The line must be UTF-8");
      continue;
    }
    if (text.trim() !== "") yield { number, text, bytes: bytes.length, keys: findKeys(text) };
  }
}

/** Returns the slug and the SKUs of a line, as far as it has them. The shop reports what is invalid. */
function findKeys(text: string): ReadonlyMap<string, string> {
  try {
    const { slug, variants } = JSON.parse(text) as { readonly slug?: unknown; readonly variants?: unknown };
    const skus = Array.isArray(variants) ? variants.map((variant: { readonly sku?: unknown }) => variant.sku) : [];
    return new Map([...toKeys("slug", [slug]), ...toKeys("SKU", skus)]);
  } catch {
    return new Map();
  }
}

/** The shop ignores white space around slugs and SKUs, and the case of SKUs. */
function toKeys(name: string, values: readonly unknown[]): readonly (readonly [key: string, spelling: string])[] {
  return values.flatMap((value) => {
    if (typeof value !== "string") return [];
    const spelling = value.trim();
    return [[`${name} ${name === "SKU" ? spelling.toLowerCase() : spelling}`, `${name} ${spelling}`] as const];
  });
}

interface SentLines {
  readonly sent: readonly Pick<ProductLine, "number" | "keys">[];
  /** Lines with the slug or a SKU of a line in another batch, whose result must be known first. */
  readonly deferred: readonly ProductLine[];
}

/** Sends lines in batches that have no slug and no SKU in common. Rejects lines whose slug or SKU is claimed. */
async function sendBatches(
  lines: Iterable<ProductLine> | AsyncIterable<ProductLine>,
  claimed: ReadonlySet<string>,
  send: (batch: readonly ProductLine[]) => Promise<void>,
  record: (result: ImportResult) => void,
): Promise<SentLines> {
  const sent: Pick<ProductLine, "number" | "keys">[] = [];
  const deferred: ProductLine[] = [];
  const seen = new Set<string>();
  const deferredKeys = new Set<string>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let batch = createBatch();
  const flush = async (): Promise<void> => {
    if (batch.lines.length === 0) return;
    const sending = send(batch.lines)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(sending));
    running.add(sending);
    batch = createBatch();
    if (running.size >= maxConcurrentBatches) await Promise.race(running);
  };
  for await (const line of lines) {
    const duplicate = [...line.keys].find(([key]) => claimed.has(key));
    if (duplicate !== undefined) {
      record({ line: line.number, result: "refused", reason: "DUPLICATE", message: `Duplicate ${duplicate[1]}` });
      continue;
    }
    if (!batch.fits(line)) await flush();
    if (failures.length > 0) break;
    const keys = [...line.keys.keys()];
    if (keys.some((key) => deferredKeys.has(key) || (seen.has(key) && !batch.keys.has(key)))) {
      deferred.push(line);
      for (const key of keys) deferredKeys.add(key);
    } else {
      batch.add(line);
      sent.push({ number: line.number, keys: line.keys });
    }
    for (const key of keys) seen.add(key);
  }
  await flush();
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return { sent, deferred };
}

function createBatch() {
  const lines: ProductLine[] = [];
  const keys = new Set<string>();
  let bytes = 0;
  return {
    lines,
    keys,
    fits: (line: ProductLine) => lines.length < maxBatchLines && bytes + line.bytes <= maxBatchBytes,
    add: (line: ProductLine) => {
      lines.push(line);
      // The separator counts too.
      bytes += line.bytes + 1;
      for (const key of line.keys.keys()) keys.add(key);
    },
  };
}

function* toBatches(lines: readonly ProductLine[]): Generator<readonly ProductLine[]> {
  let batch = createBatch();
  for (const line of lines) {
    if (!batch.fits(line)) {
      yield batch.lines;
      batch = createBatch();
    }
    batch.add(line);
  }
  if (batch.lines.length > 0) yield batch.lines;
}

function summarize(results: readonly ImportResult[]): ImportSummary {
  const withResult = (expected: ImportResult["result"]) => results.filter(({ result }) => result === expected);
  return {
    created: withResult("created").length,
    updated: withResult("updated").length,
    rejected: withResult("refused").sort((a, b) => a.line - b.line),
  };
}
