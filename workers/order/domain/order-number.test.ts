import { describe, expect, it } from "vitest";
import { parseOrderNumber, toOrderNumber } from "./order-number.ts";

describe("toOrderNumber", () => {
  it("returns the end of the id in two groups", () => {
    expect(toOrderNumber("ord_01jqzqrw0npks4")).toBe("ZQRW0-NPKS4");
  });
});

describe("parseOrderNumber", () => {
  it.each(["ZQRW0-NPKS1", "zqrw0-npks1", "ZQRW0NPKS1", "  zqrw0 npks1 ", "ZQRWO-NPKSI", "zqrwo–npksl"])(
    "reads %s",
    (text) => {
      expect(parseOrderNumber(text)).toBe("ZQRW0-NPKS1");
    },
  );

  it.each(["", "ZQRW0-NPKS", "ZQRW0-NPKS44", "ZQRWU-NPKS4", "lamp", "a@example.com", "%"])("rejects %j", (text) => {
    expect(parseOrderNumber(text)).toBeUndefined();
  });
});
