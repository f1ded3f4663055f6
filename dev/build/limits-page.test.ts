import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { limits, quotas } from "../../workers/gateway/policies/limits.ts";
import { limitsPage, readDescriptions, renderLimitsPage } from "./limits-page.ts";
import { root } from "./root.ts";

describe("docs/limits.md", () => {
  it("is generated from the constants", () => {
    expect(readFileSync(join(root, limitsPage), "utf8")).toBe(renderLimitsPage());
  });

  it("has the unit of each value", () => {
    const page = renderLimitsPage();
    expect(page).toContain("| 10 minutes | `maxPaymentWaitMs` |");
    expect(page).toContain("| 4 MB | `limits.import.bytes` |");
    expect(page).toContain("| 5 in 15 m | `rateLimits.short` |");
    expect(page).toContain("| 300 in 60 seconds | `ADDRESS_LIMIT` (`wrangler.toml`) |");
  });
});

describe("the quota of an IP", () => {
  it("is reached by the cheapest requests that count when the platform limits their number", () => {
    const config = readFileSync(join(root, "wrangler.toml"), "utf8");
    const numbers = [
      ...config.matchAll(/name = "ADDRESS_LIMIT",?\s+namespace_id = "\d+",?\s+simple = \{ limit = (\d+),/g),
    ];
    expect(numbers.map(([, limit]) => Number(limit))).toEqual([limits.requestsPerAddress, limits.requestsPerAddress]);
    expect(quotas.ip / limits.requestsPerAddress).toBe(100);
  });
});

describe("readDescriptions", () => {
  it("reads the comments of constants and of their properties, by path", () => {
    const source = `/** One. */
export const one = 1;

/**
 * Group | of
 * limits.
 */
export const group = {
  /** Two. */
  two: 2,
  nested: {
    /** Three. */
    "three parts": [3, "1 m"],
  },
} as const;`;
    expect([...readDescriptions(source)]).toEqual([
      ["one", "One."],
      ["group", "Group \\| of limits."],
      ["group.two", "Two."],
      ["group.nested.three parts", "Three."],
    ]);
  });
});
