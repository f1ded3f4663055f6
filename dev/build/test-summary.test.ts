import { describe, expect, it } from "vitest";
import { toExitCode, toSummaryLines } from "./test-summary.ts";

describe("toSummaryLines", () => {
  it("returns only the counts if no test was skipped", () => {
    expect(toSummaryLines({ passed: 3, failed: 1, skipped: [], flaky: [] })).toEqual(["3 passed, 1 failed"]);
  });

  it("groups skipped tests by their reason", () => {
    const reason = "no redis-server on PATH";
    const skipped = [
      { name: "a", reason },
      { name: "b", reason: undefined },
      { name: "c", reason },
    ];
    expect(toSummaryLines({ passed: 3, failed: 0, skipped, flaky: [] })).toEqual([
      "skipped, no redis-server on PATH:",
      "  a",
      "  c",
      "skipped, no reason given:",
      "  b",
      "3 passed, 0 failed, 3 skipped",
    ]);
  });

  it("prints a flaky test on one line", () => {
    const flaky = [{ name: "a.test.ts > b", message: "expected 1\n  to be 2" }];
    const lines = toSummaryLines({ passed: 3, failed: 0, skipped: [], flaky });
    expect(lines).toEqual(["FLAKY a.test.ts > b: expected 1 to be 2", "3 passed, 0 failed"]);
  });
});

describe("toExitCode", () => {
  it("is 0 only if a test passed and none failed", () => {
    expect(toExitCode({ passed: 1, failed: 0, skipped: [], flaky: [] })).toBe(0);
    expect(toExitCode({ passed: 1, failed: 1, skipped: [], flaky: [] })).toBe(1);
    expect(toExitCode({ passed: 0, failed: 0, skipped: [], flaky: [] })).toBe(1);
    expect(toExitCode({ passed: 0, failed: 0, skipped: [{ name: "a", reason: "b" }], flaky: [] })).toBe(1);
  });
});
