import { describe, expect, it, vi } from "vitest";
import type { CachedResponse } from "./cached-response.ts";
import { cacheKeyOf, respond, respondFromMemory, toCachedResponse } from "./http.ts";

const url = "https://shop.example/graphql";
const key = (
  headers: Record<string, string> = {},
  { body, search = "", market = "" }: { body?: string; search?: string; market?: string } = {},
) => cacheKeyOf(new Request(`${url}${search}`, { headers }), body, market);

describe("cacheKeyOf", () => {
  it.each<[string, string | undefined, string | undefined]>([
    ["media types", key({ accept: "application/json" }), key({ accept: "application/graphql-response+json" })],
    ["documents", key({}, { body: '{"query":"{ a }"}' }), key({}, { body: '{"query":"{ b }"}' })],
    ["markets", key({}, { market: "eu" }), key({}, { market: "us" })],
    ["variables", key({}, { search: "?query=a&variables=1" }), key({}, { search: "?query=a&variables=2" })],
    ["operation names", key({}, { search: "?query=a&operationName=A" }), key({}, { search: "?query=a" })],
    ["hashes", key({}, { search: "?extensions=1" }), key({}, { search: "?extensions=2" })],
    [
      "orders of a repeated parameter",
      key({}, { search: "?query=a&query=b" }),
      key({}, { search: "?query=b&query=a" }),
    ],
    ["methods", key({}, { search: "?query=a" }), key({}, { search: "?query=a", body: "?query=a" })],
  ])("returns different keys for different %s", (_name, one, other) => {
    expect(one).toBeDefined();
    expect(other).toBeDefined();
    expect(one).not.toBe(other);
  });

  it("ignores the case of the media type", () => {
    expect(key({ accept: "Application/JSON" })).toBe(key({ accept: "application/json" }));
  });

  it.each<[string, Record<string, string>]>([
    ["a token", { authorization: "Bearer x" }],
    ["an empty token", { authorization: "" }],
    ["a session in cookies", { "x-stoa-session": "cookie" }],
    ["an event stream accepted", { accept: "application/json, Text/Event-Stream" }],
    ["a page accepted", { accept: "TEXT/HTML" }],
    ["multipart accepted", { accept: "Multipart/Mixed" }],
  ])("returns no key for a request with %s", (_name, headers) => {
    expect(key(headers)).toBeUndefined();
  });

  it("returns no key for a long document", () => {
    expect(key({}, { body: "x".repeat(8_000) })).toBeDefined();
    expect(key({}, { body: "x".repeat(8_001) })).toBeUndefined();
  });
});

describe("toCachedResponse", () => {
  const expiryOf = async (validUntil: number | undefined) => {
    const hints = { maxAgeSeconds: 60, tags: new Set<string>(), ...(validUntil === undefined ? {} : { validUntil }) };
    return (await toCachedResponse(new Response("{}"), hints, 1))?.expiresAt;
  };

  it("expires after its maximum age, or earlier, when a price changes by itself", async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ["Date"] });
    try {
      expect(await expiryOf(undefined)).toBe(1_060_000);
      expect(await expiryOf(1_070_000)).toBe(1_060_000);
      expect(await expiryOf(1_000_250)).toBe(1_000_250);
      expect(await expiryOf(1_000_000)).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the HTTP response of a cache entry", () => {
  const cached: CachedResponse = {
    body: "{}",
    contentType: "application/json",
    etag: '"abc"',
    tags: [],
    clock: 1,
    expiresAt: 2,
  };
  const get = (ifNoneMatch?: string) => {
    const headers = ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch };
    return respond(cached, new Request(url, { headers }), "hit");
  };

  it("requires revalidation and varies by the headers that select a response", async () => {
    const response = get();
    expect([response.status, await response.text()]).toEqual([200, "{}"]);
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "application/json",
      "cache-control": "public, no-cache",
      "cache-status": "stoa; hit",
      etag: '"abc"',
      vary: "accept, authorization, origin, x-stoa-market, x-stoa-session",
    });
  });

  it.each([['"abc"'], ['W/"abc"'], ['"x", "abc"'], ['"x,y",W/"abc"'], ["*"], [" * "]])(
    "has status 304 and no body if the ETag matches: %s",
    async (etag) => {
      const response = get(etag);
      expect([response.status, await response.text(), response.headers.get("etag")]).toEqual([304, "", '"abc"']);
    },
  );

  it.each([['"abd"'], ["abc"], [""], ['"x"abc""'], ['"x, *"'], ['w/"abd"'], ['"*"']])(
    "has a body if the ETag does not match: %s",
    (etag) => {
      expect(get(etag).status).toBe(200);
    },
  );

  it("has the same headers for each request from memory, and no header of an earlier request", async () => {
    const responses = [1, 2, 3].map((id) => {
      const response = respondFromMemory(cached, new Request(url));
      response.headers.set("x-request-id", String(id));
      return response;
    });
    const security = { "x-frame-options": "DENY", "x-content-type-options": "nosniff" };
    for (const [index, { headers, status }] of responses.entries()) {
      const all = Object.fromEntries(headers);
      expect(status).toBe(200);
      expect(all).toMatchObject({ ...Object.fromEntries(get().headers), ...security });
      expect(all).toEqual({ ...Object.fromEntries(responses[0]?.headers ?? []), "x-request-id": String(index + 1) });
    }
    expect(await Promise.all(responses.map((response) => response.text()))).toEqual(["{}", "{}", "{}"]);
    const notModified = respondFromMemory(cached, new Request(url, { headers: { "if-none-match": '"abc"' } }));
    expect([notModified.status, await notModified.text(), notModified.headers.get("x-frame-options")]).toEqual([
      304,
      "",
      "DENY",
    ]);
  });
});
