import { describe, expect, it } from "vitest";
import { splitLines } from "./import-body.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe("splitLines", () => {
  it("returns the lines with text, with their numbers", () => {
    expect(splitLines(bytes("\ufeffa\r\n\n  \nb\u2028c\n"))).toEqual({
      ok: true,
      value: [
        { text: "a", line: 1 },
        { text: "b\u2028c", line: 4 },
      ],
    });
  });

  it.each([
    ["500 lines", "a\n".repeat(500)],
    ["10,000 line breaks", "\n".repeat(10_000)],
  ])("accepts %s", (_name, text) => {
    expect(splitLines(bytes(text)).ok).toBe(true);
  });

  it.each([
    ["501 lines", "a\n".repeat(501), "A request may have at most 500 lines"],
    ["10,001 line breaks", "\n".repeat(10_001), "A request may have at most 10000 line breaks"],
    ["4,190,000 line breaks", "\n".repeat(4_190_000), "A request may have at most 10000 line breaks"],
  ])("rejects %s with 413", (_name, text, message) => {
    expect(splitLines(bytes(text))).toEqual({ ok: false, error: { status: 413, message } });
  });

  it.each([
    ["first", "Caf\xe9\nb\n", 1],
    ["third", "a\n\nCaf\xe9\nna\xefve\n", 3],
    ["last", "a\nb\nCaf\xe9", 3],
  ])("names the %s line when it is not UTF-8", (_name, text, line) => {
    const message = `Line ${line} is not UTF-8`;
    expect(splitLines(latin1(text))).toEqual({ ok: false, error: { status: 400, message } });
  });
});
