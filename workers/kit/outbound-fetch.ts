const platformFetch = globalThis.fetch;
const allowedOrigins = new Set<string>();

/**
 * Allows requests to these origins. A Worker calls it when it reads its configuration, which names all hosts that it uses.
 * Replaces the global `fetch`, which libraries use, by `outboundFetch`.
 */
export function allowOrigins(origins: readonly string[]): void {
  for (const origin of origins) allowedOrigins.add(origin);
  Reflect.set(globalThis, "fetch", outboundFetch);
}

/**
 * Sends an HTTP request to a host outside of the Workers. Throws for an origin that the Worker's configuration does not name.
 * Does not follow redirects, because they could lead to another host.
 */
export const outboundFetch: typeof fetch = async (input, init) => {
  if (typeof input !== "string" || !startsWithAllowedOrigin(input)) {
    const { origin } = new URL(typeof input === "string" || input instanceof URL ? input : input.url);
    if (!allowedOrigins.has(origin))
      throw new Error(`The configuration of this Worker does not allow requests to ${origin}`);
  }
  return platformFetch(input, { ...init, redirect: "manual" });
};

/**
 * Returns whether a URL consists of an allowed origin, a slash and more text. Nothing after that slash changes the origin. Saves
 * the cost of parsing the URL for almost all requests.
 */
function startsWithAllowedOrigin(url: string): boolean {
  const end = url.indexOf("/", url.indexOf("//") + 2);
  return end > 0 && allowedOrigins.has(url.slice(0, end));
}

/** Returns the origin of a service: its own, or that of the `host:port` that replaces it in local development. */
export function toOrigin(localHost: string, origin: string): string {
  return localHost === "" ? origin : `http://${localHost}`;
}
