import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Served, serveWorker } from "../../../test/conformance/workerd.ts";

/** Keeps an answer in the data centre's cache and looks for it, as the gateway does. Says what it found. */
const code = `import { getFromEdge, putInEdge } from ${JSON.stringify(join(import.meta.dirname, "edge-tier.ts"))};
export default {
  async fetch({ url }) {
    const visit = { url, afterwards: () => undefined };
    await putInEdge("answer", { body: url, at: 1, until: Date.now() + 60_000 }, visit);
    return Response.json({ found: (await getFromEdge("answer", visit))?.body ?? null });
  },
};`;

let folder: string;
const served: Served[] = [];
const held: Socket[] = [];
// Takes questions and answers none.
const silent = createServer((socket) => held.push(socket));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stoa-data-centre-"));
  writeFileSync(join(folder, "worker.mjs"), code);
});

afterAll(async () => {
  for (const { stop } of served) await stop();
  for (const socket of held) socket.destroy();
  await new Promise((closed) => silent.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

async function serve(cache?: string): Promise<() => Promise<{ found: string | null }>> {
  const worker = await serveWorker(join(folder, "worker.mjs"), { ...(cache === undefined ? {} : { cache }) });
  served.push(worker);
  return async () => (await fetch(`http://127.0.0.1:${worker.port}`)).json() as Promise<{ found: string | null }>;
}

it("a data centre without a cache is as one with an empty one", async () => {
  const ask = await serve();
  for (let asked = 0; asked < 3; asked++) expect((await ask()).found).toBeNull();
});

it("a cache that does not answer is not waited for, and then left alone for a moment", async () => {
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  const address = silent.address();
  const ask = await serve(`127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  for (let asked = 0; asked < 10; asked++) expect((await ask()).found).toBeNull();
  expect(held.length).toBeGreaterThan(0);
  expect(held.length).toBeLessThan(10);
});
