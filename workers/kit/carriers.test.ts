import { describe, expect, it } from "vitest";
import { readCarriers } from "./carriers.ts";

describe("readCarriers", () => {
  it("reads codes with the provider's names of carrier and service", () => {
    expect(readCarriers({ CARRIERS: "usps=USPS  ups-ground=UPSDAP:Ground" })).toEqual([
      { code: "usps", name: "USPS" },
      { code: "ups-ground", name: "UPSDAP", service: "Ground" },
    ]);
    expect(readCarriers({ CARRIERS: "" })).toEqual([]);
  });

  it.each(["usps", "USPS=USPS", "usps=", "usps=USPS:", "usps=USPS,ups=UPS", "usps=USPS usps=UPS"])(
    "rejects %s",
    (CARRIERS) => {
      expect(() => readCarriers({ CARRIERS })).toThrow("CARRIERS");
    },
  );
});
