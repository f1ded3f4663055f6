/**
 * Requests of Workers that render pages: see `Pages` in `index.ts`. Their headers name the visitor of the page. No other client
 * can name one without a token.
 */
const pageRequests = new WeakSet<Request>();

/** Marks a request that came through the entrypoint for pages. */
export function markPageRequest(request: Request): void {
  pageRequests.add(request);
}

export function isPageRequest(request: Request): boolean {
  return pageRequests.has(request);
}

/** Returns the network address of a request, as the platform or a Worker that renders pages names it. */
export function findAddress(request: Request): string | null {
  return request.headers.get(pageRequests.has(request) ? "x-stoa-visitor" : "cf-connecting-ip");
}

/** Returns the country of a request, as the platform or a Worker that renders pages names it. */
export function findCountry(request: Request): string | null {
  return request.headers.get(pageRequests.has(request) ? "x-stoa-country" : "cf-ipcountry");
}

/** Returns whether a request is for a page that the browser prefetches. Such requests have a rate limit of their own. */
export function isPrefetch(request: Request): boolean {
  return pageRequests.has(request) && request.headers.get("x-stoa-purpose") === "prefetch";
}
