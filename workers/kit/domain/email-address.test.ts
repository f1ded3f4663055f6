import { describe, expect, it } from "vitest";
import { parseEmail, parseMailbox } from "./email-address.ts";

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

describe("parseMailbox", () => {
  const address = "shop@stoa.example";

  it.each([
    [address, { name: "", address }],
    [`<${address}>`, { name: "", address }],
    [`Stoa <${address}>`, { name: "Stoa", address }],
    [`"Stoa, Inc." <${address}>`, { name: '"Stoa, Inc."', address }],
    ["Bücher <post@bücher.example>", { name: "Bücher", address: "post@bücher.example" }],
  ])("parses %s", (text, expected) => {
    expect(parseMailbox(text)).toEqual(expected);
  });
});
