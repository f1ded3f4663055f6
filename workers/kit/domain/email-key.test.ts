import { describe, expect, it } from "vitest";
import { toEmailKey } from "./email-key.ts";

describe("toEmailKey", () => {
  it.each([
    ["KNOWN@Example.COM", "known@example.com"],
    ["ΣΑΣtestΣ@example.com", "σαςtestς@example.com"],
    ["STRASSE@example.com", "straße@example.com"],
    ["Cafe\u0301@example.com", "CAFÉ@example.com"],
    ["a@BÜCHER.example", "a@xn--bcher-kva.example"],
    ["Not An Address", "not an address"],
  ])("is the same for %s and %s", (one, other) => {
    expect(toEmailKey(one)).toBe(toEmailKey(other));
  });

  it.each([
    ["İzmir@example.com", "izmir@example.com"],
    ["ızmir@example.com", "izmir@example.com"],
    ["a.b@example.com", "ab@example.com"],
  ])("differs for %s and %s", (one, other) => {
    expect(toEmailKey(one)).not.toBe(toEmailKey(other));
  });

  it("is the lower case of an ASCII address, as the migration computes it", () => {
    for (const email of ["A+B@Example.Com", "0<Victim@example.org>", "X@127.1", "x@EXAMPLE.com,"]) {
      expect(toEmailKey(email)).toBe(email.toLowerCase());
    }
  });
});
