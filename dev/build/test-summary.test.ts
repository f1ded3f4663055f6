import { describe, expect, it } from "vitest";
import { exitCodeOf, summaryLines } from "./test-summary.ts";

describe("summaryLines", () => {
  it("ends with the counts alone", () => {
    expect(summaryLines({ passed: 3, failed: 1, skipped: [] })).toEqual(["3 passed, 1 failed"]);
  });

  it("names what was skipped under its reason", () => {
    const reason = "no redis-server on PATH";
    const skipped = [
      { name: "a", reason },
      { name: "b", reason: undefined },
      { name: "c", reason },
    ];
    expect(summaryLines({ passed: 3, failed: 0, skipped })).toEqual([
      "skipped, no redis-server on PATH:",
      "  a",
      "  c",
      "skipped, no reason given:",
      "  b",
      "3 passed, 0 failed, 3 skipped",
    ]);
  });
});

describe("exitCodeOf", () => {
  it("is 0 only when something ran and nothing failed", () => {
    expect(exitCodeOf({ passed: 1, failed: 0, skipped: [] })).toBe(0);
    expect(exitCodeOf({ passed: 1, failed: 1, skipped: [] })).toBe(1);
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: [] })).toBe(1);
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: [{ name: "a", reason: "b" }] })).toBe(1);
  });
});
