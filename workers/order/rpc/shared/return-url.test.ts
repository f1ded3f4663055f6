import { describe, expect, it } from "vitest";
import { maxReturnUrlLength } from "../../domain/limits.ts";
import { parseReturnUrl } from "./validation.ts";

const origins = new Set(["https://shop.example", "http://localhost:3000"]);

describe("parseReturnUrl", () => {
  it.each([
    ["https://shop.example", "https://shop.example/"],
    ["https://SHOP.example:443/pay?a=1#b", "https://shop.example/pay?a=1#b"],
    ["http://localhost:3000/pay", "http://localhost:3000/pay"],
  ])("accepts %s", (url, parsed) => {
    expect(parseReturnUrl(url, origins)).toBe(parsed);
  });

  it.each([
    ["another site", "https://evil.example/"],
    ["another scheme", "http://shop.example/"],
    ["another port", "https://shop.example:444/"],
    ["a site whose name begins like the shop's", "https://shop.example.evil.example/"],
    ["a site behind a user name", "https://shop.example@evil.example/"],
    ["a user name", "https://evil.example@shop.example/"],
    ["a password", "https://:secret@shop.example/"],
    ["a backslash that browsers read as a slash", "https://evil.example\\@shop.example/"],
    ["a path", "/pay"],
    ["a URL without a scheme", "//shop.example/pay"],
    ["a script", "javascript:alert('https://shop.example')"],
    ["a URL that is too long", `https://shop.example/${"x".repeat(maxReturnUrlLength)}`],
    ["nothing", ""],
  ])("rejects %s", (_name, url) => {
    expect(() => parseReturnUrl(url, origins)).toThrow("The return URL is not");
  });
});
