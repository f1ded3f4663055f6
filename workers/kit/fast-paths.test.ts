import { describe, expect, it } from "vitest";
import { ConfigError } from "./config.ts";
import { parseFastPaths, readFastPaths } from "./fast-paths.ts";

const all = { executor: true, yoga: true, connect: true };
const none = { executor: false, yoga: false, connect: false };

describe("parseFastPaths", () => {
  it.each([
    { value: undefined, expected: all },
    { value: "", expected: all },
    { value: "none", expected: none },
    { value: "executor,yoga,connect", expected: all },
    { value: "connect", expected: { ...none, connect: true } },
    { value: "yoga, executor", expected: { ...all, connect: false } },
  ])("parses $value", ({ value, expected }) => {
    expect(parseFastPaths(value)).toEqual(expected);
  });

  it.each(["all", "off", "none,yoga", "yoga,", ",", " ", "Yoga", "yoga;connect", true, 1, {}])(
    "rejects %j",
    (value) => {
      expect(() => parseFastPaths(value)).toThrow(
        new ConfigError("FAST_PATHS", 'is not "none" or a comma-separated list of executor, yoga, connect'),
      );
    },
  );
});

describe("readFastPaths", () => {
  it("reads the FAST_PATHS binding", () => {
    expect(readFastPaths({ FAST_PATHS: "none" })).toEqual(none);
  });

  it("switches all fast paths on without the binding", () => {
    expect(readFastPaths({})).toEqual(all);
  });
});
