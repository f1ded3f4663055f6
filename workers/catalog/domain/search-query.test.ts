import { describe, expect, it } from "vitest";
import { toCountedQuery, toDays } from "./search-query.ts";

describe("toCountedQuery", () => {
  it("returns lower case with single spaces", () => {
    expect(toCountedQuery("  Brass \t LAMP ")).toBe("brass lamp");
  });

  it.each(["", "ada@example.com", "06 1234-5678", "4242424242424242", "+31 (0)20 555 1234", "x".repeat(101)])(
    "does not count %j",
    (text) => {
      expect(toCountedQuery(text)).toBeUndefined();
    },
  );

  it.each(["205/55 R16", "LGT-01-1", "5 m cable 2 x 3"])("counts %j", (text) => {
    expect(toCountedQuery(text)).toBe(text.toLowerCase());
  });
});

describe("toDays", () => {
  it("returns whole days of UTC, with an exclusive end", () => {
    const day = (from: string, to: string) => toDays(new Date(from), new Date(to));
    expect(day("2026-11-28T22:00:00Z", "2026-11-29T00:00:00Z")).toEqual({ from: "2026-11-28", to: "2026-11-29" });
    expect(day("2026-11-28T00:00:00Z", "2026-11-29T00:00:01Z")).toEqual({ from: "2026-11-28", to: "2026-11-30" });
  });
});
