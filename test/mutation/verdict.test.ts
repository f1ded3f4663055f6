import { describe, expect, it } from "vitest";
import { judge, needsSecondRun, toVerdict } from "./verdict.ts";

const timeLimit = "Error: Test timed out in 20000ms.\nIf this is a long-running test, pass a timeout value.";
const assertion = "AssertionError: expected 1 to be 2\n    at test.ts:1:1";
const failed = (...failureMessages: string[]) => ({ status: "failed", failureMessages });

describe("toVerdict", () => {
  it.each([
    { name: "a failed assertion", results: [failed(assertion)], verdict: "failed" },
    { name: "a failure without a message", results: [failed()], verdict: "failed" },
    { name: "a time limit", results: [failed(timeLimit)], verdict: "timed out" },
    { name: "the time limit of a hook", results: [failed("Error: Hook timed out in 10000ms.")], verdict: "timed out" },
    {
      name: "a time limit and a passed test",
      results: [{ status: "passed" }, failed(timeLimit)],
      verdict: "timed out",
    },
    { name: "a time limit and a failed assertion", results: [failed(timeLimit, assertion)], verdict: "failed" },
    {
      name: "a time limit and another failed test",
      results: [failed(timeLimit), failed(assertion)],
      verdict: "failed",
    },
    {
      name: "an assertion about a time limit",
      results: [failed("AssertionError: expected 'Test timed out in 5ms' to be ''")],
      verdict: "failed",
    },
    { name: "passed and skipped tests", results: [{ status: "passed" }, { status: "skipped" }], verdict: "passed" },
    { name: "skipped tests", results: [{ status: "skipped" }], verdict: "did not run" },
    { name: "no test", results: [], verdict: "did not run" },
  ])("returns $verdict for $name", ({ results, verdict }) => {
    expect(toVerdict(results)).toBe(verdict);
  });
});

describe("a mutant", () => {
  const mutant = { name: "a bug" };
  const hanging = { ...mutant, hangs: true } as const;

  it("is killed by a failed test, and survives a test that passes or does not run", () => {
    expect(judge(mutant, "failed")).toEqual({ isKilled: true, line: "killed   a bug" });
    expect(judge(mutant, "passed")).toEqual({ isKilled: false, line: "SURVIVED a bug: its test passed" });
    expect(judge(mutant, "did not run")).toEqual({ isKilled: false, line: "SURVIVED a bug: its test did not run" });
    expect(needsSecondRun(mutant, "failed")).toBe(false);
    expect(needsSecondRun(mutant, "passed")).toBe(false);
    expect(needsSecondRun(mutant, "did not run")).toBe(true);
  });

  it("whose test times out is not killed: the test runs again, and a second time-out is reported", () => {
    expect(needsSecondRun(mutant, "timed out")).toBe(true);
    expect(judge(mutant, "timed out")).toMatchObject({
      isKilled: false,
      line: expect.stringMatching(/^TIMEOUT {2}a bug/),
    });
  });

  it("that makes the code hang is killed by a time-out", () => {
    expect(needsSecondRun(hanging, "timed out")).toBe(false);
    expect(judge(hanging, "timed out").isKilled).toBe(true);
    expect(judge(hanging, "passed").isKilled).toBe(false);
  });
});
