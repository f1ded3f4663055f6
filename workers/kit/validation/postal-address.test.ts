import { describe, expect, it } from "vitest";
import { Failure } from "../errors/failure.ts";
import { parsePostalAddress } from "./postal-address.ts";

const address = { name: "A", line1: "B", city: "C", postalCode: "1", countryCode: "NL" };

function parse(fields: object): object | string {
  try {
    return parsePostalAddress({ ...address, ...fields }, "address");
  } catch (error) {
    return error instanceof Failure ? `${error.reason} ${error.field?.join(".")}` : String(error);
  }
}

describe("parsePostalAddress", () => {
  it.each(["HK", "AE", "QA", "AO", "PA", "ZW"])("accepts no postal code in %s", (countryCode) => {
    expect(parse({ countryCode, postalCode: " " })).toMatchObject({ postalCode: "" });
    expect(parse({ countryCode, postalCode: "999077" })).toMatchObject({ postalCode: "999077" });
    expect(parse({ countryCode, postalCode: "-" })).toBe("INVALID_TEXT address.postalCode");
  });

  it.each(["NL", "US", "IE", "CN", "SG", "KW"])("requires a postal code in %s", (countryCode) => {
    expect(parse({ countryCode, postalCode: "" })).toBe("INVALID_TEXT address.postalCode");
    expect(parse({ countryCode, postalCode: "--" })).toBe("INVALID_TEXT address.postalCode");
  });

  it("requires a city, except in countries whose addresses have none", () => {
    expect(parse({ city: "" })).toBe("INVALID_TEXT address.city");
    expect(parse({ city: "", countryCode: "SG" })).toMatchObject({ city: "" });
    expect(parse({ city: "Dubai", countryCode: "AE" })).toMatchObject({ city: "Dubai" });
  });
});
