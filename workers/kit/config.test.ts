import { describe, expect, it } from "vitest";
import { readEnvironment, readLimitsEnabled } from "./config.ts";

describe("readEnvironment", () => {
  it.each(["production", "staging", "development"])("accepts %s", (ENVIRONMENT) => {
    expect(readEnvironment({ ENVIRONMENT })).toBe(ENVIRONMENT);
  });

  it.each([undefined, "", "Production", "prod", "test"])("rejects %j", (ENVIRONMENT) => {
    expect(() => readEnvironment({ ENVIRONMENT })).toThrow(/^ENVIRONMENT is not /);
  });
});

describe("readLimitsEnabled", () => {
  it.each([
    ["on", true],
    ["off", false],
  ])("accepts %s", (LIMITS, enabled) => {
    expect(readLimitsEnabled({ LIMITS })).toBe(enabled);
  });

  it.each([undefined, "", "Off", "false", "no"])("rejects %j", (LIMITS) => {
    expect(() => readLimitsEnabled({ LIMITS })).toThrow(/^LIMITS is not /);
  });
});
