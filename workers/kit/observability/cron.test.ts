import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCronTasks } from "./cron.ts";

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => vi.restoreAllMocks());

describe("runCronTasks", () => {
  it("runs every task when some fail, logs each failure, and then throws", async () => {
    const finished: string[] = [];
    const tasks = {
      "resume orders": async () => {
        throw new Error("database is down");
      },
      "relay outbox": async () => {
        throw new Error("timeout");
      },
      "delete webhooks": async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        finished.push("delete webhooks");
      },
    };
    await expect(runCronTasks("order", tasks)).rejects.toThrow("Cron tasks failed: resume orders, relay outbox");
    expect(finished).toEqual(["delete webhooks"]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        time: expect.any(String),
        level: "error",
        message: "cron task failed",
        service: "order",
        task: "resume orders",
        error: "Error: database is down",
      },
      {
        time: expect.any(String),
        level: "error",
        message: "cron task failed",
        service: "order",
        task: "relay outbox",
        error: "Error: timeout",
      },
    ]);
  });

  it("resolves when all tasks succeed", async () => {
    await expect(runCronTasks("order", { one: async () => 1, two: async () => 2 })).resolves.toBeUndefined();
    expect(lines).toEqual([]);
  });
});
