import { describe, expect, it } from "vitest";
import { selectLocale, toApiLocale } from "./locale.ts";

const select = (accepted?: string, chosen?: string, country?: string) => {
  const { messages, tag } = selectLocale({ accepted, chosen, country });
  return [messages.language, tag];
};

describe("selectLocale", () => {
  it.each([
    ["nothing", [], ["en", "en"]],
    ["the region of the browser's language", ["en-GB,en;q=0.9"], ["en", "en-GB"]],
    ["the best language that the shop has", ["fr;q=1, nl;q=0.8, en;q=0.5"], ["nl", "nl"]],
    ["the choice of the visitor, with the region of the browser", ["en-US,nl-BE;q=0.4", "nl"], ["nl", "nl-BE"]],
    ["the country of the visitor", ["nl", undefined, "BE"], ["nl", "nl-BE"]],
    ["a header that is no list of languages", ["<script>,;;q=x,*"], ["en", "en"]],
    ["a choice that does not exist", ["nl", "xx"], ["nl", "nl"]],
    ["a tag that Intl rejects", ["en-u-x1234567"], ["en", "en"]],
  ] as const)("uses %s", (_name, [accepted, chosen, country], expected) => {
    expect(select(accepted, chosen, country)).toEqual(expected);
    // The second time from memory.
    expect(select(accepted, chosen, country)).toEqual(expected);
  });

  it.each([
    ["of the visitor's address", "de-DE", "NL", "NL"],
    ["of the browser's language", "en-GB,en;q=0.9", undefined, "GB"],
    ["of the browser's language, in any case", "de-at", undefined, "AT"],
    ["of a later tag with the same language", "de,de-CH;q=0.9,en-US;q=0.8", undefined, "CH"],
    ["after a script", "zh-Hant-TW", undefined, "TW"],
    ["not of a language alone", "en", undefined, undefined],
    ["not of another language", "de,en-US;q=0.7,en;q=0.3", undefined, undefined],
    ["not of a region that is no country", "es-419,en-UK;q=0.5", undefined, undefined],
    ["not of nothing", undefined, undefined, undefined],
  ])("finds the country %s", (_name, accepted, country, expected) => {
    expect(selectLocale({ accepted, chosen: undefined, country }).country).toBe(expected);
    expect(selectLocale({ accepted, chosen: "nl", country }).country).toBe(expected);
  });
});

describe("toApiLocale", () => {
  it.each([
    ["nl", "nl"],
    ["nl-BE", "nl-BE"],
    ["en-GB-oxendict", "en-GB"],
    ["en-u-ca-buddhist", "en"],
  ])("of %s is %s", (accepted, expected) => {
    expect(toApiLocale(selectLocale({ accepted, chosen: undefined, country: undefined }))).toBe(expected);
  });
});
