import { describe, expect, it } from "vitest";
import { getMaxSessionAgeMs } from "./session-lifetime.ts";

const hourMs = 3_600_000;

describe("getMaxSessionAgeMs", () => {
  it.each([
    [["CUSTOMER"], 90 * 24],
    [["GUEST"], 90 * 24],
    [[], 90 * 24],
    [["SUPPORT"], 12],
    [["CATALOG_MANAGER"], 12],
    [["CUSTOMER", "ADMIN"], 12],
  ])("of a user with the roles %j is %d hours", (roles, hours) => {
    expect(getMaxSessionAgeMs(roles)).toBe(hours * hourMs);
  });
});
