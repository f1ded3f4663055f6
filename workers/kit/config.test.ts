import { describe, expect, it } from "vitest";
import { readEnvironment, readLimitsEnabled, readLocalHost } from "./config.ts";

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
    ["production", "on", true],
    ["staging", "on", true],
    ["development", "on", true],
    ["development", "off", false],
  ])("in %s accepts %s", (ENVIRONMENT, LIMITS, enabled) => {
    expect(readLimitsEnabled({ ENVIRONMENT, LIMITS })).toBe(enabled);
  });

  it.each(["production", "staging"])("rejects off in %s", (ENVIRONMENT) => {
    expect(() => readLimitsEnabled({ ENVIRONMENT, LIMITS: "off" })).toThrow('LIMITS is "off" outside development');
  });

  it("rejects an unknown environment, also when the limits are on", () => {
    expect(() => readLimitsEnabled({ ENVIRONMENT: "prod", LIMITS: "on" })).toThrow(/^ENVIRONMENT is not /);
  });

  it.each([undefined, "", "Off", "false", "no"])("rejects %j", (LIMITS) => {
    expect(() => readLimitsEnabled({ ENVIRONMENT: "development", LIMITS })).toThrow(/^LIMITS is not /);
  });
});

describe("readLocalHost", () => {
  it.each(["", "127.0.0.1:8080", "localhost:1", "[::1]:443"])("accepts %j", (HOST) => {
    expect(readLocalHost({ HOST }, "HOST")).toBe(HOST);
  });

  it.each([undefined, "none", "localhost", "api.stripe.com:443", "127.0.0.1:80@evil.example", "127.0.0.1:80/x"])(
    "rejects %j",
    (HOST) => {
      expect(() => readLocalHost({ HOST }, "HOST")).toThrow("HOST is neither empty nor `host:port` of this machine");
    },
  );
});
