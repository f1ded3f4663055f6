import { beforeAll, describe, expect, it } from "vitest";
import { loadMarketDirectory } from "../data/market-directory.ts";
import { findMarket } from "./market.ts";

const loadedAt = 1_000_000;
const find = (headers: Record<string, string>, now = loadedAt) =>
  findMarket(new Request("https://shop.example/graphql", { headers }), now);

describe("findMarket", () => {
  it("needs the markets only for a request that names none and has a country", () => {
    expect(find({ "cf-ipcountry": "NL" })).toBeUndefined();
    expect(find({})).toEqual({ slug: "" });
    expect(find({ "x-stoa-market": " eu ", "cf-ipcountry": "NL" })).toEqual({ slug: "eu", requested: "eu" });
    expect(find({ "x-stoa-market": "" })).toEqual({ slug: "" });
  });

  describe("after the markets were loaded", () => {
    beforeAll(async () => {
      const markets = [
        { slug: "us", countryCodes: ["US"] },
        { slug: "eu", countryCodes: ["NL", "DE"] },
        { slug: "world", countryCodes: [] },
      ];
      await loadMarketDirectory(async () => ({ markets }) as never, loadedAt);
    });

    it.each([
      ["NL", "eu"],
      ["BR", "world"],
      // The first market shares its responses with requests without a country.
      ["US", ""],
      // Unknown countries and Tor.
      ["XX", ""],
      ["T1", ""],
    ])("returns the market of %s", (country, slug) => {
      expect(find({ "cf-ipcountry": country })).toEqual({ slug });
    });

    it("ignores the country of a storefront's server, which is not that of its visitor", () => {
      expect(find({ "cf-ipcountry": "NL", "x-stoa-storefront": "token" })).toEqual({ slug: "" });
    });

    it("does not use markets that are older than half a minute", () => {
      expect(find({ "cf-ipcountry": "NL" }, loadedAt + 29_999)).toEqual({ slug: "eu" });
      expect(find({ "cf-ipcountry": "NL" }, loadedAt + 30_000)).toBeUndefined();
    });
  });
});
