import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Served, serveWorker } from "../../../test/conformance/workerd.ts";

/** Stores a response in the Cache API and looks it up, as the gateway does. Returns what it found. */
const code = `import { getFromEdge, putInEdge } from ${JSON.stringify(join(import.meta.dirname, "edge-tier.ts"))};
export default {
  async fetch({ url }) {
    const context = { url, waitUntil: () => undefined };
    await putInEdge("entry", { body: url, clock: 1, expiresAt: Date.now() + 60_000 }, context);
    return Response.json({ found: (await getFromEdge("entry", context))?.body ?? null });
  },
};`;

let folder: string;
const served: Served[] = [];
const sockets: Socket[] = [];
// Accepts connections and never responds.
const unresponsive = createServer((socket) => sockets.push(socket));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stoa-edge-tier-"));
  writeFileSync(join(folder, "worker.mjs"), code);
});

afterAll(async () => {
  for (const { stop } of served) await stop();
  for (const socket of sockets) socket.destroy();
  await new Promise((closed) => unresponsive.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

async function serve(cache?: string): Promise<() => Promise<{ found: string | null }>> {
  const worker = await serveWorker(join(folder, "worker.mjs"), { ...(cache === undefined ? {} : { cache }) });
  served.push(worker);
  return async () => (await fetch(`http://127.0.0.1:${worker.port}`)).json() as Promise<{ found: string | null }>;
}

it("finds nothing where the Cache API does not exist", async () => {
  const request = await serve();
  for (let count = 0; count < 3; count++) expect((await request()).found).toBeNull();
});

it("does not wait for an unresponsive cache, and then pauses its use", async () => {
  await new Promise<void>((listening) => unresponsive.listen(0, "127.0.0.1", listening));
  const address = unresponsive.address();
  const request = await serve(`127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  for (let count = 0; count < 10; count++) expect((await request()).found).toBeNull();
  expect(sockets.length).toBeGreaterThan(0);
  expect(sockets.length).toBeLessThan(10);
});
