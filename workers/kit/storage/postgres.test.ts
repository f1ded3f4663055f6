import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isDatabaseUnavailable, openDatabase } from "./postgres.ts";

let server: Server;
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function failureOf(listener: RequestListener): Promise<unknown> {
  answer = listener;
  const { port } = server.address() as AddressInfo;
  const address = { DATABASE_URL: "postgresql://u:p@db.example/d", NEON_PROXY: `127.0.0.1:${port}` };
  return openDatabase(address)
    .execute("select 1")
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

const json = (status: number, body: object): RequestListener => {
  return (_request, response) => response.writeHead(status).end(JSON.stringify(body));
};

describe("a database that is away", () => {
  it.each<[string, RequestListener]>([
    ["answers nothing", (_request, response) => response.destroy()],
    [
      "breaks off in the middle of its answer",
      (_request, response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"fields":[],"rows":[', () => response.destroy());
      },
    ],
    ["is not what the proxy finds", json(500, { message: "connect ECONNREFUSED" })],
    ["is going down", json(400, { message: "terminating connection", code: "57P01" })],
    ["is out of connections", json(400, { message: "too many clients", code: "53300" })],
    ["gives a transaction up for another", json(400, { message: "deadlock detected", code: "40P01" })],
    ["ends a statement that takes too long", json(400, { message: "canceling statement", code: "57014" })],
  ])("%s", async (_how, listener) => {
    expect(isDatabaseUnavailable(await failureOf(listener))).toBe(true);
  });

  it("is waited for ten seconds a statement, and not longer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let asked = () => {};
      const reached = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const failing = failureOf(() => asked());
      await reached;
      await vi.advanceTimersByTimeAsync(9_900);
      expect(await Promise.race([failing, "still waited for"])).toBe("still waited for");
      await vi.advanceTimersByTimeAsync(200);
      expect(isDatabaseUnavailable(await failing)).toBe(true);
    } finally {
      vi.useRealTimers();
      server.closeAllConnections();
    }
  });

  it("is not one that refuses a row", async () => {
    expect(isDatabaseUnavailable(await failureOf(json(400, { message: "duplicate key", code: "23505" })))).toBe(false);
  });
});
