import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectRedis, type RedisConnection } from "./redis.ts";

const timeoutMs = 100;

let server: Server;
let requests: number;
let redis: RedisConnection;

/** A server that responds to every command except those with the key `stuck`. */
beforeEach(async () => {
  requests = 0;
  server = createServer(async (request, response) => {
    requests++;
    const body = (await request.toArray()).join("");
    // The client sends concurrent commands as one pipeline.
    if (!body.includes("stuck")) response.end(JSON.stringify([{ result: null }]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  redis = connectRedis({ url: `http://127.0.0.1:${port}`, token: "secret", timeoutMs });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const get = (key: string) =>
  redis
    .run((client) => client.get(key))
    .then(
      () => "responded",
      (error: Error) => error.message,
    );

describe("connectRedis, when Redis does not respond", () => {
  it("sends no more calls for a moment", async () => {
    expect(await get("stuck")).toBe("Redis is unavailable");
    expect([await get("key"), requests]).toEqual(["Redis is unavailable", 1]);
  });

  it("sends calls again when other calls succeeded during the one that timed out", async () => {
    const stuck = get("stuck");
    await sleep(timeoutMs / 2);
    expect(await get("key")).toBe("responded");
    expect(await stuck).toBe("Redis is unavailable");
    expect(await get("key")).toBe("responded");
  });
});
