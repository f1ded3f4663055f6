import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectRedis, type RedisConnection } from "./redis.ts";

const budgetMs = 100;

let server: Server;
let asked: number;
let door: RedisConnection;

/** Answers every command but those about `stuck`, which are never answered. */
beforeEach(async () => {
  asked = 0;
  server = createServer(async (request, response) => {
    asked++;
    const body = (await request.toArray()).join("");
    // The client gathers what is asked at once into one pipeline.
    if (!body.includes("stuck")) response.end(JSON.stringify([{ result: null }]));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  door = connectRedis({ url: `http://127.0.0.1:${port}`, token: "secret", budgetMs });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (key: string) =>
  door
    .run((client) => client.get(key))
    .then(
      () => "answered",
      () => "refused",
    );

describe("a Redis that does not answer", () => {
  it("is left alone for a moment", async () => {
    expect(await ask("stuck")).toBe("refused");
    expect([await ask("key"), asked]).toEqual(["refused", 1]);
  });

  it("one call turns nobody else away", async () => {
    const stuck = ask("stuck");
    await sleep(budgetMs / 2);
    expect(await ask("key")).toBe("answered");
    expect(await stuck).toBe("refused");
    expect(await ask("key")).toBe("answered");
  });
});
