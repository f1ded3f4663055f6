import { describe, expect, it } from "vitest";
import { bigIntScalar, dateTimeScalar } from "./scalars.ts";

describe("BigInt", () => {
  it.each([
    ["0", 0n],
    ["-12", -12n],
    ["9223372036854775807", 2n ** 63n - 1n],
    [1999, 1999n],
  ])("parses %j", (value, integer) => {
    expect(bigIntScalar.parseValue(value)).toBe(integer);
  });

  it.each(["", "1.5", "1e3", "0x10", " 1", "9223372036854775808", 1.5, 2 ** 60, null, {}, true])(
    "rejects %j",
    (value) => {
      expect(() => bigIntScalar.parseValue(value)).toThrow();
    },
  );

  it("serializes to a string of digits", () => {
    expect(bigIntScalar.serialize(2n ** 63n - 1n)).toBe("9223372036854775807");
  });
});

describe("DateTime", () => {
  it("parses any time zone and serializes to UTC with milliseconds", () => {
    expect(dateTimeScalar.serialize(dateTimeScalar.parseValue("2026-01-31T10:30:00+01:00"))).toBe(
      "2026-01-31T09:30:00.000Z",
    );
  });

  it.each([
    "2026-01-31",
    "yesterday",
    "2026-13-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-02-29T23:00:00-05:00",
    "2026-01-31T10:30:00",
    0,
    null,
  ])("rejects %j", (value) => {
    expect(() => dateTimeScalar.parseValue(value)).toThrow();
  });
});
