import { describe, expect, it } from "vitest";
import { isFiltered, readListingParameters, toPageQuery, toSearchFilter } from "./listing-parameters.ts";

const read = (query: string) => readListingParameters(new URLSearchParams(query), "RELEVANCE");

describe("readListingParameters", () => {
  it("reads query, filters, price range, sort and page", () => {
    const parameters = read(
      "q= lamp &brand=A&brand=B&a.finish=brass&currency=USD&min=10&max=20.50&stock=1&sort=price_asc&page=2&after=x",
    );
    expect(parameters).toMatchObject({ query: "lamp", sort: "PRICE_ASC", page: 2, after: "x" });
    expect(toSearchFilter(parameters)).toEqual({
      brands: ["A", "B"],
      attributes: [{ name: "finish", values: ["brass"] }],
      currency: "USD",
      minPrice: "1000",
      maxPrice: "2050",
      inStock: true,
    });
    expect(isFiltered(parameters)).toBe(true);
  });

  it("ignores values that do not exist", () => {
    const parameters = read("sort=random&page=-1&min=cheap&currency=USD&stock=0&brand=&page=3");
    expect(parameters).toMatchObject({ sort: "RELEVANCE", page: 1, onlyInStock: false, brands: [] });
    expect(toSearchFilter(parameters)).toEqual({ currency: "USD" });
  });

  it("ignores prices without a currency, and limits the number of values", () => {
    const many = Array.from({ length: 50 }, (_, index) => `brand=${index}`).join("&");
    const parameters = read(`min=10&${many}`);
    expect(toSearchFilter(parameters)).toEqual({ brands: Array.from({ length: 20 }, (_, index) => String(index)) });
  });
});

describe("toPageQuery", () => {
  it("replaces the page and keeps everything else", () => {
    const search = new URLSearchParams("q=lamp&page=2&after=x");
    expect(toPageQuery(search, 3, "y")).toBe("?q=lamp&page=3&after=y");
    expect(toPageQuery(search, 1, undefined)).toBe("?q=lamp");
    expect(toPageQuery(new URLSearchParams("page=2&after=x"), 1, undefined)).toBe("");
  });
});
