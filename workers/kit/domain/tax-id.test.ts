import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatVatNumber, parseVatNumber } from "./tax-id.ts";

const parse = (text: string): string => {
  const parsed = parseVatNumber(text);
  return parsed.ok ? formatVatNumber(parsed.value) : parsed.error.reason;
};

describe("parseVatNumber", () => {
  it.each([
    "ATU12345678",
    "BE0123456789",
    "BE1123456789",
    "BG123456789",
    "BG1234567890",
    "CY12345678L",
    "CZ12345678",
    "CZ1234567890",
    "DE123456789",
    "DK12345678",
    "EE123456789",
    "EL123456789",
    "ESX1234567X",
    "ESB12345678",
    "ES12345678Z",
    "FI12345678",
    "FR12345678901",
    "FRXX123456789",
    "HR12345678901",
    "HU12345678",
    "IE1234567A",
    "IE1234567FA",
    "IE1A23456B",
    "IE1+23456B",
    "IT12345678901",
    "LT123456789",
    "LT123456789012",
    "LU12345678",
    "LV12345678901",
    "MT12345678",
    "NL123456789B01",
    "PL1234567890",
    "PT123456789",
    "RO12",
    "RO1234567890",
    "SE123456789001",
    "SI12345678",
    "SK1234567890",
    "XI123456789",
    "XIGD123",
  ])("accepts the format of %s", (text) => {
    expect(parse(text)).toBe(text);
  });

  it("ignores case, spaces, dots, hyphens and slashes, and reads GR as EL", () => {
    expect(parse(" nl 1234.56.789.b01 ")).toBe("NL123456789B01");
    expect(parse("be-0123/456-789")).toBe("BE0123456789");
    expect(parse("ＤＥ１２３４５６７８９")).toBe("DE123456789");
    expect(parse("GR123456789")).toBe("EL123456789");
  });

  it.each([
    ["nothing", ""],
    ["a prefix alone", "DE"],
    ["a digit that is missing", "DE12345678"],
    ["a digit too many", "DE1234567890"],
    ["an O among the digits", "DE12345678O"],
    ["no prefix", "123456789"],
    ["a number of the United Kingdom", "GB123456789"],
    ["a number of the United States", "US12-3456789"],
    ["a Spanish number of digits alone", "ES123456789"],
    ["a French key with an O", "FRO1123456789"],
    ["the name of a property", "__proto__"],
    ["a line break and a second number", "DE123456789\nDE123456789"],
    ["digits of another script", "DE١٢٣٤٥٦٧٨٩"],
  ])("rejects %s", (_what, text) => {
    expect(parse(text)).toBe("INVALID_TAX_ID");
  });

  it("rejects more than 40 characters", () => {
    expect(parse(`DE123456789${" ".repeat(29)}`)).toBe("DE123456789");
    expect(parse(`DE123456789${" ".repeat(30)}`)).toBe("INVALID_TAX_ID");
  });

  it("accepts no text that it would write differently", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const value = parse(text);
        expect(value === "INVALID_TAX_ID" || parse(value) === value).toBe(true);
      }),
    );
  });
});
