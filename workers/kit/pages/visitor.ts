import type { Visitor } from "./page-request.ts";

/** What Cloudflare sends for an address whose country it does not know. */
const unknownCountry = "XX";

/**
 * Reads who requests a page, from a function that returns a header of the request. Cloudflare sets the headers with the address and
 * the country; a visitor cannot.
 */
export function readVisitor(header: (name: string) => string | undefined, market: string | undefined): Visitor {
  const country = header("cf-ipcountry");
  return {
    ip: header("cf-connecting-ip"),
    country: country !== undefined && /^[A-Z]{2}$/.test(country) && country !== unknownCountry ? country : undefined,
    market,
    userAgent: header("user-agent"),
    isPrefetch: header("sec-purpose")?.includes("prefetch") === true,
  };
}
