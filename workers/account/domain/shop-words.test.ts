import { describe, expect, it } from "vitest";
import { createShopWords, isShopWord } from "./shop-words.ts";

const words = createShopWords({ name: "Stoa", host: "shop.stoa.example" });

describe("isShopWord", () => {
  it.each(["stoa2026", "STOA!!!!", "2026stoa1!", "Stoa  99", "stoa", "stoashop1", "shop.stoa.example", "Store12345"])(
    "accepts %j as a word of the shop",
    (password) => {
      expect(isShopWord(password, words)).toBe(true);
    },
  );

  it.each(["stoa-demo-1234", "my stoa 2026", "correct horse battery", "12345678", "", "example1"])(
    "does not accept %j as a word of the shop",
    (password) => {
      expect(isShopWord(password, words)).toBe(false);
    },
  );

  it("works for a host without dots and for a name with spaces", () => {
    const local = createShopWords({ name: "Blue Lamp", host: "localhost" });
    expect(["Blue Lamp 1", "bluelamp99", "localhost1"].map((password) => isShopWord(password, local))).toEqual([
      true,
      true,
      true,
    ]);
  });
});
