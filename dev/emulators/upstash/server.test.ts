import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startUpstashEmulator, type UpstashEmulator } from "./server.ts";

/** The engine on PATH, and the one in process, which stands in where there is none. */
describe.each(["from PATH", "in process"])("the Redis front over the engine %s", (which) => {
  const path = process.env.PATH ?? "";
  let folder: string;
  let front: UpstashEmulator;
  let redis: Redis;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "stoa-redis-"));
    if (which === "in process") process.env.PATH = "";
    front = await startUpstashEmulator({ dataDir: join(folder, "data"), runDir: folder, token: "secret" });
    process.env.PATH = path;
    redis = new Redis({ url: `http://127.0.0.1:${front.port}`, token: "secret", enableTelemetry: false });
  });

  afterAll(async () => {
    await front.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is the one that was asked for", (ctx) => {
    if (which === "from PATH" && front.engine.startsWith("in process")) ctx.skip("redis-server is not on PATH");
    expect(front.engine).toMatch(which === "in process" ? /^in process/ : /^(redis|valkey)-server \d/);
  });

  it("keeps values, hashes, lists, times and numbers", async () => {
    expect(await redis.set("value", { deep: ["é", 1, null] }, { ex: 60 })).toBe("OK");
    expect(await redis.get("value")).toEqual({ deep: ["é", 1, null] });
    expect(await redis.ttl("value")).toBeGreaterThan(50);
    expect(await redis.set("value", 1, { nx: true })).toBeNull();
    await redis.hset("hash", { a: "1", b: "two" });
    expect(await redis.hgetall("hash")).toEqual({ a: 1, b: "two" });
    expect(await redis.get("absent")).toBeNull();
    expect([await redis.incr("count"), await redis.incr("count")]).toEqual([1, 2]);
    expect(await redis.pipeline().set("p", "OK").get("p").del("p").exec()).toEqual(["OK", "OK", 1]);
    expect(await redis.multi().incr("m").incr("m").exec()).toEqual([1, 2]);
  });

  it("runs scripts, by text and by digest", async () => {
    const script = redis.createScript<string[]>("return {KEYS[1], ARGV[1]}");
    expect(await script.exec(["key"], ["value"])).toEqual(["key", "value"]);
    expect(await script.exec(["key"], ["again"])).toEqual(["key", "again"]);
  });

  it("limits rates with the client made for that", async () => {
    const limiter = new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(3, "60 s"), ephemeralCache: false });
    const answers = await Promise.all(Array.from({ length: 5 }, () => limiter.limit("somebody")));
    expect(answers.filter(({ success }) => success)).toHaveLength(3);
  });

  it("wants its token, and answers a wrong command with an error", async () => {
    const stranger = new Redis({
      url: `http://127.0.0.1:${front.port}`,
      token: "guess",
      retry: false,
      enableTelemetry: false,
    });
    await expect(stranger.get("value")).rejects.toThrow("Unauthorized");
    await expect(redis.eval("this is not lua", [], [])).rejects.toThrow();
  });
});
