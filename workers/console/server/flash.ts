import { redirectTo } from "../../kit/pages/redirect.ts";
import type { PageContext } from "./page-context.ts";

const flashCookie = "stoa-flash";
const options = { path: "/", secure: true, httpOnly: true, sameSite: "Strict" } as const;
const lifetimeSeconds = 60;

/** Responds with a redirect after a form. The next page shows the message once. */
export function redirectWithMessage(c: PageContext, path: string, message: string): Response {
  c.var.cookies.set(flashCookie, encodeURIComponent(message), { ...options, maxAge: lifetimeSeconds });
  return redirectTo(path);
}

/** Returns the message of the form before this page, and removes it. */
export function takeMessage(c: PageContext): string | undefined {
  const message = c.var.cookies.get(flashCookie);
  if (message === undefined) return undefined;
  c.var.cookies.set(flashCookie, "", { ...options, maxAge: 0 });
  return decodeURIComponent(message);
}
