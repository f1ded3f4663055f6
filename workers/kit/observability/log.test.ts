import { afterEach, describe, expect, it, vi } from "vitest";
import { log } from "./log.ts";

afterEach(() => vi.restoreAllMocks());

describe("log", () => {
  it.each(["info", "warn", "error"] as const)("writes a line with the platform's level %s", (level) => {
    const lines = { log: [], info: [], warn: [], error: [] } as Record<string, string[]>;
    for (const [method, written] of Object.entries(lines)) {
      vi.spyOn(console, method as "info").mockImplementation((line: string) => void written.push(line));
    }
    log(level, "message", { orderId: "ord_1", attempts: 2 });
    const expected = {
      time: expect.any(String),
      level,
      message: "message",
      "stoa.order_id": "ord_1",
      "stoa.attempts": 2,
    };
    expect(lines[level]?.map((line) => JSON.parse(line))).toEqual([expected]);
    expect(Object.values(lines).flat()).toHaveLength(1);
  });
});
