import { describe, expect, it } from "vitest";
import type { CachedResponse } from "./cached-response.ts";
import { keyOf, respond, respondFromMemory } from "./http.ts";

const url = "https://shop.example/graphql";
const key = (headers: Record<string, string> = {}, { text, search = "" }: { text?: string; search?: string } = {}) =>
  keyOf(new Request(`${url}${search}`, { headers }), text);

describe("what an answer is kept under", () => {
  it.each<[string, string | undefined, string | undefined]>([
    ["of another form", key({ accept: "application/json" }), key({ accept: "application/graphql-response+json" })],
    ["to another document", key({}, { text: '{"query":"{ a }"}' }), key({}, { text: '{"query":"{ b }"}' })],
    ["with other variables", key({}, { search: "?query=a&variables=1" }), key({}, { search: "?query=a&variables=2" })],
    ["of another operation", key({}, { search: "?query=a&operationName=A" }), key({}, { search: "?query=a" })],
    ["of another hash", key({}, { search: "?extensions=1" }), key({}, { search: "?extensions=2" })],
    ["with a parameter twice", key({}, { search: "?query=a&query=b" }), key({}, { search: "?query=b&query=a" })],
    ["over POST", key({}, { search: "?query=a" }), key({}, { search: "?query=a", text: "?query=a" })],
  ])("is not that of an answer %s", (_name, one, other) => {
    expect(one).toBeDefined();
    expect(other).toBeDefined();
    expect(one).not.toBe(other);
  });

  it("is the same however the form is written", () => {
    expect(key({ accept: "Application/JSON" })).toBe(key({ accept: "application/json" }));
  });

  it.each<[string, Record<string, string>]>([
    ["with a token", { authorization: "Bearer x" }],
    ["with a token that is empty", { authorization: "" }],
    ["with a session in cookies", { "x-stoa-session": "cookie" }],
    ["who wants events", { accept: "application/json, Text/Event-Stream" }],
    ["who wants a page", { accept: "TEXT/HTML" }],
    ["who wants parts", { accept: "Multipart/Mixed" }],
  ])("is nothing for a caller %s", (_name, headers) => {
    expect(key(headers)).toBeUndefined();
  });

  it("is nothing for a document that is long", () => {
    expect(key({}, { text: "x".repeat(8_000) })).toBeDefined();
    expect(key({}, { text: "x".repeat(8_001) })).toBeUndefined();
  });
});

describe("an answer that is given", () => {
  const answer: CachedResponse = {
    body: "{}",
    contentType: "application/json",
    etag: '"abc"',
    tags: [],
    at: 1,
    until: 2,
  };
  const ask = (known?: string) =>
    respond(answer, new Request(url, { headers: known === undefined ? {} : { "if-none-match": known } }), "hit");

  it("says who else may be given it, and that it has to be asked about", async () => {
    const response = ask();
    expect([response.status, await response.text()]).toEqual([200, "{}"]);
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "application/json",
      "cache-control": "public, no-cache",
      "cache-status": "stoa; hit",
      etag: '"abc"',
      vary: "accept, authorization, origin, x-stoa-session",
    });
  });

  it.each([['"abc"'], ['W/"abc"'], ['"x", "abc"']])("has no body for whoever has it: %s", async (known) => {
    const response = ask(known);
    expect([response.status, await response.text(), response.headers.get("etag")]).toEqual([304, "", '"abc"']);
  });

  it("is the same to one after the other, with what all answers have, and nothing of the one before", async () => {
    const given = [1, 2, 3].map((id) => {
      const response = respondFromMemory(answer, new Request(url));
      response.headers.set("x-request-id", String(id));
      return response;
    });
    const security = { "x-frame-options": "DENY", "x-content-type-options": "nosniff" };
    for (const [index, { headers, status }] of given.entries()) {
      const all = Object.fromEntries(headers);
      expect(status).toBe(200);
      expect(all).toMatchObject({ ...Object.fromEntries(ask().headers), ...security });
      expect(all).toEqual({ ...Object.fromEntries(given[0]?.headers ?? []), "x-request-id": String(index + 1) });
    }
    expect(await Promise.all(given.map((response) => response.text()))).toEqual(["{}", "{}", "{}"]);
    const again = respondFromMemory(answer, new Request(url, { headers: { "if-none-match": '"abc"' } }));
    expect([again.status, await again.text(), again.headers.get("x-frame-options")]).toEqual([304, "", "DENY"]);
  });

  it.each([['"abd"'], ["abc"], [""]])("has a body for whoever has another: %s", (known) => {
    expect(ask(known).status).toBe(200);
  });
});
