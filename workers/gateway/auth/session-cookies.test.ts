import { describe, expect, it } from "vitest";
import { readSessionCookies } from "./session-cookies.ts";

const origins = new Set(["https://shop.example"]);

const read = (headers: Record<string, string>, init: RequestInit = { method: "POST" }) =>
  readSessionCookies(new Request("https://shop.example/graphql", { ...init, headers }), origins);

const cookieMode = { "x-stoa-session": "cookie" };
const tokens = (cookie: string) => {
  const { accessToken, refreshToken } = read({ ...cookieMode, cookie }) ?? {};
  return { accessToken, refreshToken };
};

describe("readSessionCookies", () => {
  it("reads both tokens among other cookies", () => {
    const cookie = "theme=dark; __Host-stoa-access=a.b.c; __Host-stoa-refresh=r";
    expect(tokens(cookie)).toEqual({ accessToken: "a.b.c", refreshToken: "r" });
  });

  it("keeps an equals sign in a value", () => {
    expect(tokens("__Host-stoa-access=a=b==").accessToken).toBe("a=b==");
  });

  it.each(["", "__Host-stoa-access=", "__Host-stoa-access", "stoa-access=x"])("finds no token in %j", (cookie) => {
    expect(tokens(cookie)).toEqual({ accessToken: undefined, refreshToken: undefined });
  });

  it("ignores cookies outside of cookie mode", () => {
    expect(read({ cookie: "__Host-stoa-access=x" })).toBeUndefined();
  });

  it.each([
    ["of the same origin", { "sec-fetch-site": "same-origin" }, true],
    ["of an allowed origin", { origin: "https://shop.example" }, true],
    ["of another origin", { origin: "https://evil.example" }, false],
    ["without an origin", {}, false],
  ])("reads the cookies of an EventSource %s only if it is allowed", (_name, headers, isAllowed) => {
    const cookies = read(
      { accept: "text/event-stream", cookie: "__Host-stoa-access=x", ...headers },
      { method: "GET" },
    );
    expect(cookies?.accessToken).toBe(isAllowed ? "x" : undefined);
  });

  it("stores the tokens in cookies that scripts cannot read, and clears them", () => {
    const cookies = read(cookieMode);
    expect(cookies?.setCookieHeaders).toEqual([]);
    cookies?.set({ accessToken: "a.b.c", refreshToken: "r", expiresAt: new Date(Date.now() + 600_500) });
    expect(cookies?.setCookieHeaders).toEqual([
      "__Host-stoa-access=a.b.c; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Strict",
      "__Host-stoa-refresh=r; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Strict",
    ]);
    cookies?.clear();
    expect(cookies?.setCookieHeaders).toEqual([
      "__Host-stoa-access=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict",
      "__Host-stoa-refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict",
    ]);
  });
});
