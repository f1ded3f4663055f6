/** A Worker that renders pages names its visitor by these headers. Other clients cannot: see `Pages` in `index.ts`. */
const visitorHeader = "x-stoa-visitor";
const countryHeader = "x-stoa-country";
const purposeHeader = "x-stoa-purpose";

/** Requests for a page that the browser fetched before the visitor opened it. */
const prefetches = new WeakSet<Request>();

/**
 * Returns a request of a Worker that renders pages as if the visitor had sent it, so that each visitor has their own rate
 * limits and market. Undefined for any other path than the API.
 */
export function toVisitorRequest(request: Request): Request | undefined {
  if (new URL(request.url).pathname !== "/graphql") return undefined;
  const headers = new Headers(request.headers);
  rename(headers, visitorHeader, "cf-connecting-ip");
  rename(headers, countryHeader, "cf-ipcountry");
  // A page Worker has no token, and a visitor cannot send one through it.
  headers.delete("x-stoa-storefront");
  const visitorRequest = new Request(request, { headers, signal: request.signal });
  if (headers.get(purposeHeader) === "prefetch") prefetches.add(visitorRequest);
  return visitorRequest;
}

/** Returns whether a request is for a page that the browser prefetches. Such requests have a rate limit of their own. */
export function isPrefetch(request: Request): boolean {
  return prefetches.has(request);
}

function rename(headers: Headers, from: string, to: string): void {
  const value = headers.get(from);
  headers.delete(from);
  if (value === null) headers.delete(to);
  else headers.set(to, value);
}
