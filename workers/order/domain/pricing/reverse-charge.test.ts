import { describe, expect, it } from "vitest";
import type { TaxIdStatus } from "../../../kit/domain/tax-id.ts";
import { isReverseCharge } from "./reverse-charge.ts";

interface Case {
  readonly shop?: string;
  readonly buyer?: string;
  readonly status?: TaxIdStatus;
  readonly goods?: string;
  readonly postalCode?: string;
}

/** A shop in the Netherlands, a verified buyer in Germany, and goods to Germany, unless a case differs. */
const decide = ({ shop = "NL", buyer = "DE", status = "VERIFIED", goods = "DE", postalCode = "" }: Case) =>
  isReverseCharge({
    taxId: { value: `${buyer}123456789`, status },
    shopCountry: shop,
    destination: { countryCode: goods, postalCode },
  });

describe("isReverseCharge", () => {
  it.each<readonly [string, Case]>([
    ["a business in another member state, and goods to it", {}],
    ["goods to a third member state", { goods: "FR" }],
    ["a Greek number, whose prefix is EL, and goods to Greece", { buyer: "EL", goods: "GR" }],
    ["Northern Ireland", { buyer: "XI", goods: "GB", postalCode: "bt1 5gs" }],
    ["goods to Monaco", { buyer: "FR", goods: "MC" }],
  ])("is true for %s", (_what, input) => {
    expect(decide(input)).toBe(true);
  });

  it.each<readonly [string, Case]>([
    ["a number that the register does not know", { status: "UNVERIFIED" }],
    ["a register that cannot be reached", { status: "UNAVAILABLE" }],
    ["a number of the shop's member state, also for goods to another one", { buyer: "NL" }],
    ["goods that stay in the shop's member state", { goods: "NL" }],
    ["goods to a country outside the EU", { goods: "US" }],
    ["goods to Great Britain", { buyer: "XI", goods: "GB", postalCode: "SW1A 1AA" }],
    ["goods to the United Kingdom without a postal code", { buyer: "XI", goods: "GB" }],
    ["a shop outside the EU", { shop: "US" }],
    ["a shop in the United Kingdom", { shop: "GB" }],
    ["a shop without a VAT number", { shop: "" }],
    ["a Greek shop and a Greek number", { shop: "GR", buyer: "EL", goods: "FR" }],
    ["a French shop and goods to Monaco", { shop: "FR", goods: "MC" }],
  ])("is false for %s", (_what, input) => {
    expect(decide(input)).toBe(false);
  });

  it("is false without a tax id, and without a destination", () => {
    const destination = { countryCode: "DE", postalCode: "" };
    const taxId = { value: "DE123456789", status: "VERIFIED" } as const;
    expect(isReverseCharge({ taxId: undefined, shopCountry: "NL", destination })).toBe(false);
    expect(isReverseCharge({ taxId, shopCountry: "NL", destination: undefined })).toBe(false);
  });
});
