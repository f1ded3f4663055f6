import { describe, expect, it } from "vitest";
import { toExitCode, toSummaryLines } from "./test-summary.ts";

describe("toSummaryLines", () => {
  it("returns only the counts if no test was skipped", () => {
    expect(toSummaryLines({ passed: 3, failed: 1, skipped: [] })).toEqual(["3 passed, 1 failed"]);
  });

  it("groups skipped tests by their reason", () => {
    const reason = "no redis-server on PATH";
    const skipped = [
      { name: "a", reason },
      { name: "b", reason: undefined },
      { name: "c", reason },
    ];
    expect(toSummaryLines({ passed: 3, failed: 0, skipped })).toEqual([
      "skipped, no redis-server on PATH:",
      "  a",
      "  c",
      "skipped, no reason given:",
      "  b",
      "3 passed, 0 failed, 3 skipped",
    ]);
  });
});

describe("toExitCode", () => {
  it("is 0 only if a test passed and none failed", () => {
    expect(toExitCode({ passed: 1, failed: 0, skipped: [] })).toBe(0);
    expect(toExitCode({ passed: 1, failed: 1, skipped: [] })).toBe(1);
    expect(toExitCode({ passed: 0, failed: 0, skipped: [] })).toBe(1);
    expect(toExitCode({ passed: 0, failed: 0, skipped: [{ name: "a", reason: "b" }] })).toBe(1);
  });
});
