import { describe, expect, it } from "vitest";
import { createCookieJar } from "./cookie-jar.ts";

const sessionOf = (access: string, refresh: string, maxAge: number) => {
  const headers = new Headers();
  headers.append("set-cookie", `__Host-stoa-access=${access}; Max-Age=${maxAge}; Path=/; HttpOnly; Secure`);
  headers.append("set-cookie", `__Host-stoa-refresh=${refresh}; Max-Age=${maxAge}; Path=/; HttpOnly; Secure`);
  return new Response(null, { headers });
};

describe("createCookieJar", () => {
  it("sends the gateway the cookies of the session and no others", () => {
    const jar = createCookieJar("other=1; __Host-stoa-access=a; __Host-stoa-refresh=r; stoa-market=europe");
    expect(jar.session).toBe("__Host-stoa-access=a; __Host-stoa-refresh=r");
    expect(jar.get("stoa-market")).toBe("europe");
    expect(jar.setCookieHeaders).toEqual([]);
  });

  it("uses a session that the gateway has started in the same request, and passes it to the browser with a hint", () => {
    const jar = createCookieJar(undefined);
    jar.accept(sessionOf("new", "next", 900));
    expect(jar.session).toBe("__Host-stoa-access=new; __Host-stoa-refresh=next");
    expect(jar.setCookieHeaders.map((line) => line.split("=")[0])).toEqual([
      "__Host-stoa-access",
      "__Host-stoa-refresh",
      "stoa-session",
    ]);
    expect(jar.setCookieHeaders[2]).not.toContain("HttpOnly");
  });

  it("has no session after the gateway has ended it", () => {
    const jar = createCookieJar("__Host-stoa-access=a; __Host-stoa-refresh=r; stoa-session=1");
    jar.accept(sessionOf("", "", 0));
    expect([jar.session, jar.hasAccess, jar.hasRefresh, jar.hasHint]).toEqual(["", false, false, false]);
    expect(jar.setCookieHeaders.at(-1)).toMatch(/^stoa-session=; Max-Age=0/);
  });
});
