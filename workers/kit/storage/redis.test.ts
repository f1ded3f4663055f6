import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectRedis, type RedisConnection } from "./redis.ts";

const timeoutMs = 200;

let server: Server;
let requests: number;
let isDown: boolean;
let redis: RedisConnection;

/** Commands with the key `stuck` get no response, those with the key `invalid` are rejected. */
beforeEach(async () => {
  requests = 0;
  isDown = false;
  server = createServer(async (request, response) => {
    requests++;
    const body = (await request.toArray()).join("");
    if (isDown || body.includes("stuck")) return;
    // The client sends concurrent commands as one pipeline, and a ping alone.
    const reply = body.includes("invalid") ? { error: "ERR max request size exceeded" } : { result: null };
    response.end(JSON.stringify(request.url === "/pipeline" ? [reply] : reply));
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

describe("connectRedis", () => {
  it("sends no more calls for a moment when Redis does not respond", async () => {
    expect(await get("key")).toBe("responded");
    isDown = true;
    const startedAt = performance.now();
    expect(await get("key")).toBe("Redis is unavailable");
    expect(performance.now() - startedAt).toBeLessThan(timeoutMs * 1.5);
    const sent = requests;
    expect([await get("key"), requests]).toEqual(["Redis is unavailable", sent]);
  });

  it("sends no more calls for a moment when Redis refuses connections", async () => {
    const { port } = server.address() as AddressInfo;
    server.close();
    server.closeAllConnections();
    expect(await get("key")).toBe("Redis is unavailable");
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    expect(await get("key")).toBe("Redis is unavailable");
  });

  it.each(["stuck", "invalid"])(
    "sends calls again after a call that only its own content makes fail: %s",
    async (key) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        expect(await get(key)).toBe("Redis is unavailable");
        expect(await get("key")).toBe("responded");
      }
    },
  );

  it("sends calls again when other calls succeeded during the one that timed out", async () => {
    const stuck = get("stuck");
    await sleep(timeoutMs / 2);
    expect(await get("key")).toBe("responded");
    expect(await stuck).toBe("Redis is unavailable");
    expect(await get("key")).toBe("responded");
  });
});
