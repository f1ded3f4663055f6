import type { CookieOptions } from "hono/utils/cookie";

/** What the visitor has chosen on the page of preferences. */
export const marketCookie = "stoa-market";
export const languageCookie = "stoa-language";

export const preferenceOptions: CookieOptions = {
  path: "/",
  secure: true,
  httpOnly: true,
  sameSite: "Lax",
  maxAge: 365 * 24 * 3_600,
};
