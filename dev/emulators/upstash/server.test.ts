import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startUpstashEmulator, type UpstashEmulator } from "./server.ts";

/** The engine on PATH, and ioredis-mock, which replaces it on machines without Redis. */
describe.each(["from PATH", "in process"])("Upstash emulator with the engine %s", (which) => {
  const path = process.env.PATH ?? "";
  let folder: string;
  let emulator: UpstashEmulator;
  let redis: Redis;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "stoa-redis-"));
    if (which === "in process") process.env.PATH = "";
    emulator = await startUpstashEmulator({ dataDir: join(folder, "data"), runDir: folder, token: "secret" });
    process.env.PATH = path;
    redis = new Redis({ url: `http://127.0.0.1:${emulator.port}`, token: "secret", enableTelemetry: false });
  });

  afterAll(async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("uses the requested engine", (ctx) => {
    if (which === "from PATH" && emulator.engine.startsWith("in process")) ctx.skip("redis-server is not on PATH");
    expect(emulator.engine).toMatch(which === "in process" ? /^in process/ : /^(redis|valkey)-server \d/);
  });

  it("stores strings, hashes, lists, expiry times and numbers", async () => {
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

  it("runs scripts by source and by digest", async () => {
    const script = redis.createScript<string[]>("return {KEYS[1], ARGV[1]}");
    expect(await script.exec(["key"], ["value"])).toEqual(["key", "value"]);
    expect(await script.exec(["key"], ["again"])).toEqual(["key", "again"]);
  });

  it("works with @upstash/ratelimit", async () => {
    const limiter = new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(3, "60 s"), ephemeralCache: false });
    const results = await Promise.all(Array.from({ length: 5 }, () => limiter.limit("client")));
    expect(results.filter(({ success }) => success)).toHaveLength(3);
  });

  it("gives users tokens of their own, until they are deleted", async () => {
    const call = async (token: string, ...command: string[]): Promise<{ result?: string; error?: string }> => {
      const headers = { authorization: `Bearer ${token}` };
      const url = `http://127.0.0.1:${emulator.port}`;
      return (await fetch(url, { method: "POST", headers, body: JSON.stringify(command) })).json();
    };
    const token = String((await call("secret", "ACL", "GENTOKEN", "reader")).result);
    const setUser = (name: string, password: string) =>
      call("secret", "ACL", "SETUSER", name, "on", `>${password}`, "~*", "&*", "+@all", "-@dangerous");
    expect(await call(token, "GET", "value")).toEqual({ error: "Unauthorized" });
    expect(await setUser("reader", "plain")).toEqual({ error: expect.stringContaining("ACL GENTOKEN") });
    expect(await setUser("other", token)).toEqual({ error: expect.stringContaining("ACL GENTOKEN") });
    expect(await setUser("default", token)).toEqual({ error: expect.stringContaining("default user") });
    expect(await setUser("reader", token)).toEqual({ result: "OK" });
    expect(await call(token, "SET", "of reader", "1")).toEqual({ result: "OK" });
    expect(await call("secret", "GET", "of reader")).toEqual({ result: "1" });
    // The engine in this process has no rights of users.
    const refused = which === "in process" ? expect.any(String) : expect.stringMatching(/NOPERM|no permissions/);
    expect(await call(token, "ACL", "DELUSER", "reader")).toEqual({ error: refused });
    expect(await call("secret", "ACL", "DELUSER", "reader")).toEqual({ result: 1 });
    expect(await call(token, "GET", "value")).toEqual({ error: "Unauthorized" });
  });

  it("replaces the token of the default user immediately", async () => {
    const ping = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`http://127.0.0.1:${emulator.port}/ping`, { headers })).status;
    };
    emulator.resetToken("next");
    expect([await ping("secret"), await ping("next")]).toEqual([401, 200]);
    emulator.resetToken("secret");
    expect([await ping("secret"), await ping("next")]).toEqual([200, 401]);
  });

  it("rejects a wrong token, and returns an error for an invalid script", async () => {
    const withWrongToken = new Redis({
      url: `http://127.0.0.1:${emulator.port}`,
      token: "guess",
      retry: false,
      enableTelemetry: false,
    });
    await expect(withWrongToken.get("value")).rejects.toThrow("Unauthorized");
    await expect(redis.eval("this is not lua", [], [])).rejects.toThrow();
  });
});
