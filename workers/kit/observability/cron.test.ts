import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCronTasks } from "./cron.ts";
import { createSpan } from "./trace.ts";

const run = { cron: "* * * * *", trace: createSpan() };
const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  for (const level of ["info", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  }
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
    await expect(runCronTasks(run, tasks)).rejects.toThrow("Cron tasks failed: resume orders, relay outbox");
    expect(finished).toEqual(["delete webhooks"]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        time: expect.any(String),
        level: "error",
        message: "cron task failed",
        "stoa.task": "resume orders",
        "stoa.trace_id": run.trace.traceId,
        "exception.message": "Error: database is down",
      },
      {
        time: expect.any(String),
        level: "error",
        message: "cron task failed",
        "stoa.task": "relay outbox",
        "stoa.trace_id": run.trace.traceId,
        "exception.message": "Error: timeout",
      },
      {
        time: expect.any(String),
        level: "error",
        message: "cron",
        "faas.cron": "* * * * *",
        "stoa.outcome": "failed",
        "stoa.failed_tasks": ["resume orders", "relay outbox"],
        duration_ms: expect.any(Number),
        "stoa.trace_id": run.trace.traceId,
        "stoa.span_id": run.trace.spanId,
      },
    ]);
  });

  it("resolves when all tasks succeed, and logs the run also when it had no work", async () => {
    await expect(runCronTasks(run, { one: async () => 1, two: async () => 2 })).resolves.toBeUndefined();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "info", message: "cron", "stoa.outcome": "ok" },
    ]);
  });
});
