import { describe, expect, it } from "vitest";
import { selectLocale } from "./locale.ts";

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
});
