import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen, stopListening } from "../../process/listen.ts";
import { rebuildWhenReady } from "./search-index.ts";

/** The steps that the shop received: the number of products that were written before. */
let received: (number | undefined)[] = [];
/** The results of the next requests: true for success. Empty means success. */
let outcomes: boolean[] = [];
let url: string;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const written: number | undefined = body === "" ? undefined : JSON.parse(body).written;
  received.push(written);
  response.statusCode = (outcomes.shift() ?? true) ? 200 : 503;
  const next = (written ?? 0) + 10;
  const error = { errors: [{ message: "RebuildSearchIndex timed out" }] };
  const step = { index: "i", after: String(next), written: next, done: next === 30, refused: [] };
  response.end(JSON.stringify(response.statusCode === 200 ? step : error));
});

beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(server)}`;
});
afterAll(() => stopListening(server));

async function rebuild(results: boolean[], signal = new AbortController().signal): Promise<readonly string[]> {
  received = [];
  outcomes = results;
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  await rebuildWhenReady({ connect: async () => ({ url }), print, signal, firstDelayMs: 2 });
  return lines;
}

const notReady = /^Elasticsearch is not ready, so Postgres does the search\..*RebuildSearchIndex timed out/;

describe("rebuildWhenReady", () => {
  it("retries while Elasticsearch is starting, with one line for all failures", async () => {
    const lines = await rebuild([false, false, false, false]);
    expect(lines[0]).toMatch(notReady);
    expect(lines.slice(1)).toEqual([
      "Building the search index: 10 products",
      "Building the search index: 20 products",
      "The search index is ready: 30 products",
    ]);
  });

  it("continues with the step that failed", async () => {
    await rebuild([true, true, false]);
    expect(received).toEqual([undefined, 10, 20, 20]);
  });

  it("starts over when the same step fails three times", async () => {
    await rebuild([true, false, false, false]);
    expect(received).toEqual([undefined, 10, 10, 10, undefined, 10, 20]);
  });

  it("ends without an error when it is aborted", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    const lines = await rebuild(
      Array.from({ length: 1_000 }, () => false),
      abort.signal,
    );
    expect(lines).toHaveLength(1);
  });
});
