import { describe, expect, it } from "vitest";
import { findForeignHeader } from "./local-request.ts";

const find = (host: string | undefined, origin?: string, allowed: readonly string[] = []) =>
  findForeignHeader({ host, origin }, [8787], allowed);

describe("findForeignHeader", () => {
  it.each(["127.0.0.1:8787", "localhost:8787", "LOCALHOST:8787", "[::1]:8787"])("accepts the Host %s", (host) => {
    expect(find(host)).toBeUndefined();
  });

  it.each([
    undefined,
    "",
    "127.0.0.1",
    "127.0.0.1:8788",
    "rebind.evil.example",
    "rebind.evil.example:8787",
    "127.0.0.1.evil.example:8787",
    "evil.example@127.0.0.1:8787",
    "localhost.:8787",
  ])("rejects the Host %s", (host) => {
    expect(find(host)).toBe("Host");
  });

  it.each(["http://127.0.0.1:8787", "http://localhost:8787", "http://[::1]:8787", "http://localhost:5173"])(
    "accepts the Origin %s",
    (origin) => {
      expect(find("127.0.0.1:8787", origin, ["http://localhost:5173"])).toBeUndefined();
    },
  );

  it.each([
    "",
    "null",
    "https://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:3000",
    "https://127.0.0.1:8787",
    "http://localhost:8787.evil.example",
    "file://",
  ])("rejects the Origin %j", (origin) => {
    expect(find("127.0.0.1:8787", origin, ["http://localhost:5173"])).toBe("Origin");
  });

  it("accepts a Host without a port on port 80", () => {
    expect(findForeignHeader({ host: "localhost", origin: "http://localhost" }, [80])).toBeUndefined();
  });
});
