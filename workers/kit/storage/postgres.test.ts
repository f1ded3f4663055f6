import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { allowOrigins } from "../outbound-fetch.ts";
import { connectDatabase, getDatabaseOrigin, isDatabaseUnavailable } from "./postgres.ts";

let server: Server;
let respond: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  allowOrigins([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function getStatementError(listener: RequestListener): Promise<unknown> {
  respond = listener;
  const { port } = server.address() as AddressInfo;
  const config = { DATABASE_URL: "postgresql://u:p@db.example/d", NEON_PROXY: `127.0.0.1:${port}` };
  return connectDatabase(config)
    .execute("select 1")
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

const json = (status: number, body: object): RequestListener => {
  return (_request, response) => response.writeHead(status).end(JSON.stringify(body));
};

describe("getDatabaseOrigin", () => {
  const DATABASE_URL = "postgresql://u:p@ep-cool-1-pooler.us-east-2.aws.neon.tech/d?sslmode=require";

  it("is the host of Neon's HTTP API in the database's region", () => {
    expect(getDatabaseOrigin({ DATABASE_URL, NEON_PROXY: "" })).toBe("https://api.us-east-2.aws.neon.tech");
  });

  it("is the local proxy when there is one", () => {
    expect(getDatabaseOrigin({ DATABASE_URL, NEON_PROXY: "127.0.0.1:1" })).toBe("http://127.0.0.1:1");
  });
});

describe("isDatabaseUnavailable", () => {
  it.each<[string, RequestListener]>([
    ["a closed connection", (_request, response) => response.destroy()],
    [
      "an incomplete response",
      (_request, response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"fields":[],"rows":[', () => response.destroy());
      },
    ],
    ["a proxy that cannot connect", json(500, { message: "connect ECONNREFUSED" })],
    ["a shutdown", json(400, { message: "terminating connection", code: "57P01" })],
    ["too many connections", json(400, { message: "too many clients", code: "53300" })],
    ["a deadlock", json(400, { message: "deadlock detected", code: "40P01" })],
    ["a statement timeout of the server", json(400, { message: "canceling statement", code: "57014" })],
  ])("returns true for %s", async (_name, listener) => {
    expect(isDatabaseUnavailable(await getStatementError(listener))).toBe(true);
  });

  it("returns true for a statement without a response after ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { promise: received, resolve: onRequest } = Promise.withResolvers<void>();
      const failing = getStatementError(() => onRequest());
      await received;
      await vi.advanceTimersByTimeAsync(9_900);
      expect(await Promise.race([failing, "pending"])).toBe("pending");
      await vi.advanceTimersByTimeAsync(200);
      expect(isDatabaseUnavailable(await failing)).toBe(true);
    } finally {
      vi.useRealTimers();
      server.closeAllConnections();
    }
  });

  it("returns false for a constraint violation", async () => {
    const error = await getStatementError(json(400, { message: "duplicate key", code: "23505" }));
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
