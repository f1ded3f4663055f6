import { describe, expect, it } from "vitest";
import { foldCase, parseEmail, toEmailKey } from "./email-address.ts";

describe("parseEmail", () => {
  it.each([
    "a@example.com",
    "first.last+tag@mail.example.co.uk",
    "o'brien@example.com",
    "İzmir@example.com",
    "ΣΑΣtestΣ@example.com",
    "用户@例え.jp",
    "a@bücher.example",
    "a@xn--bcher-kva.example",
  ])("accepts %s", (email) => {
    expect(parseEmail(` ${email} `)).toEqual({ ok: true, value: email.normalize("NFC") });
  });

  it("returns the address in NFC", () => {
    expect(parseEmail("cafe\u0301@example.com")).toEqual({ ok: true, value: "caf\u00e9@example.com" });
  });

  it.each([
    "0<victim@example.org>",
    "YOUR-ACCOUNT-IS-LOCKED-call-0900-1<box@real.example>",
    '"x"<box@real.example>',
    '"x"@real.example',
    "a@example.com,",
    "a,b@example.com",
    "<script>alert(1)</script>@x.example",
    "a b@example.com",
    "a..b@example.com",
    ".a@example.com",
    "a@b@example.com",
    "a@example",
    "a@-example.com",
    "a@example..com",
    "a@127.0.0.1",
    "a@[127.0.0.1]",
    "a@１２７.０.０.１",
    "a@exa_mple.com",
    "a@example.com/x",
    "a@example.com:25",
    "a@xn--a-ecp.ru--",
    "x@example.com\u200b",
    "\u200bx@example.com",
    "x\u3164@example.com",
    "x\u202e@example.com",
    "x\u0007@example.com",
    `${"x".repeat(65)}@example.com`,
    `x@${"x".repeat(64)}.example`,
    "",
    "@",
  ])("rejects %j", (email) => {
    expect(parseEmail(email)).toMatchObject({ ok: false, error: { reason: "INVALID_EMAIL" } });
  });
});

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

  it("is the key of the key", () => {
    for (let point = 0; point < 0x20000; point += 1) {
      const folded = foldCase(String.fromCodePoint(point));
      if (foldCase(folded) !== folded) throw new Error(`U+${point.toString(16)} is not folded in one step`);
    }
  });
});
