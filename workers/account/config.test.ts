import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const read = (bindings: object) => readConfig(bindings as Parameters<typeof readConfig>[0]);

describe("the configuration of the account service", () => {
  it.each([
    "",
    "Stoa",
    "shop@localhost",
    "Stoa shop@stoa.example",
    "Stoa <shop@stoa.example",
    "Stoa <Shop <shop@stoa.example>>",
    "Stoa <shop@stoa.example>, Other <other@stoa.example>",
    "shop@stoa.example, other@stoa.example",
    "Stoa\r\nBcc: x <shop@stoa.example>",
    "Stoa <shop@stoa.example> ",
    "Stoa < shop@stoa.example>",
  ])("rejects the sender %j", (from) => {
    expect(() => read({ MAIL_FROM: from })).toThrow(/^MAIL_FROM is /);
  });

  it.each(["", "stoa.example", "https://stoa.example/", "https://stoa.example/shop", "ftp://stoa.example", "https://"])(
    "rejects the storefront %j",
    (url) => {
      const bindings = { MAIL_FROM: "Stoa <shop@stoa.example>", STOREFRONT_URL: url };
      expect(() => read(bindings)).toThrow(/^STOREFRONT_URL is not /);
    },
  );

  it("accepts a sender and a storefront, and reads the next binding", () => {
    const bindings = { MAIL_FROM: "Stoa <shop@stoa.example>", STOREFRONT_URL: "https://stoa.example" };
    expect(() => read(bindings)).toThrow("DATABASE_URL is not set");
  });
});
