import type { PageContext, Visitor } from "./page-context.ts";
import { marketCookie } from "./preference-cookies.ts";

/** Reads who requests a page. Cloudflare sets the headers with the address and the country; a visitor cannot. */
export function readVisitor(c: PageContext): Visitor {
  const country = c.req.header("cf-ipcountry");
  return {
    ip: c.req.header("cf-connecting-ip"),
    country: country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined,
    market: c.var.cookies.get(marketCookie),
    userAgent: c.req.header("user-agent"),
    isPrefetch: c.req.header("sec-purpose")?.includes("prefetch") === true,
  };
}
