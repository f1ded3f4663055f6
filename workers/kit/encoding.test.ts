import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromBase64Url, parseUtf8, sha256Hex, toBase64Url, toHex } from "./encoding.ts";

describe("toHex", () => {
  it("writes two lower-case digits per byte", () => {
    expect(toHex(new Uint8Array([0, 10, 255]))).toBe("000aff");
  });
});

describe("parseUtf8", () => {
  it("decodes UTF-8 with and without a byte order mark", () => {
    expect(parseUtf8(Buffer.from("Zürich 👟"))).toBe("Zürich 👟");
    expect(parseUtf8(Buffer.from("\ufeffZürich"))).toBe("Zürich");
  });

  it("returns undefined for invalid bytes, each time", () => {
    const invalid = [Buffer.from("Café", "latin1"), Buffer.from("é").subarray(0, 1)];
    expect([...invalid, Buffer.from("a")].map(parseUtf8)).toEqual([undefined, undefined, "a"]);
  });
});

describe("sha256Hex", () => {
  it.each(["", "abc", "Zürich 👟"])("returns the digest of %j in UTF-8", async (text) => {
    expect(await sha256Hex(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  });
});

describe("toBase64Url", () => {
  it.each(["", "a", "ab", "abc", '["~~~",1]', "Zürich 👟"])("encodes %j in UTF-8 without padding", (text) => {
    expect(toBase64Url(text)).toBe(Buffer.from(text).toString("base64url"));
  });

  it("encodes bytes", () => {
    const bytes = randomBytes(100_000);
    expect(toBase64Url(bytes)).toBe(bytes.toString("base64url"));
  });
});

describe("fromBase64Url", () => {
  it("decodes the bytes that toBase64Url encodes", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  });

  it("throws for a character outside the alphabet", () => {
    expect(() => fromBase64Url("a*b")).toThrow();
  });
});
