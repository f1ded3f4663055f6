import { countUpstream, type UpstreamKind } from "./observability/operation.ts";

const platformFetch = globalThis.fetch;
const allowedOrigins = new Map<string, UpstreamKind>();

/**
 * Allows requests to these origins. A Worker calls it when it reads its configuration, which names all hosts that it uses. Log lines
 * count the requests under `kind`. Replaces the global `fetch`, which libraries use, by `outboundFetch`.
 */
export function allowOrigins(origins: readonly string[], kind: UpstreamKind = "http"): void {
  for (const origin of origins) allowedOrigins.set(origin, kind);
  Reflect.set(globalThis, "fetch", outboundFetch);
}

/**
 * Sends an HTTP request to a host outside of the Workers. Throws for an origin that the Worker's configuration does not name.
 * Does not follow redirects, because they could lead to another host.
 */
export const outboundFetch: typeof fetch = async (input, init) => {
  const kind = (typeof input === "string" ? findKind(input) : undefined) ?? requireKind(input);
  const startedAt = Date.now();
  try {
    const response = await platformFetch(input, { ...init, redirect: "manual" });
    const { status } = response;
    countUpstream(kind, startedAt, status >= 500 || status === 429 ? String(status) : "ok");
    return response;
  } catch (error) {
    countUpstream(kind, startedAt, "error");
    throw error;
  }
};

function requireKind(input: Parameters<typeof fetch>[0]): UpstreamKind {
  const { origin } = new URL(typeof input === "string" || input instanceof URL ? input : input.url);
  const kind = allowedOrigins.get(origin);
  if (kind !== undefined) return kind;
  throw new Error(`The configuration of this Worker does not allow requests to ${origin}`);
}

/**
 * Returns the kind of a URL that consists of an allowed origin, a slash and more text. Nothing after that slash changes the origin.
 * Saves the cost of parsing the URL for almost all requests.
 */
function findKind(url: string): UpstreamKind | undefined {
  const end = url.indexOf("/", url.indexOf("//") + 2);
  return end > 0 ? allowedOrigins.get(url.slice(0, end)) : undefined;
}

/** Returns the origin of a service: its own, or that of the `host:port` that replaces it in local development. */
export function toOrigin(localHost: string, origin: string): string {
  return localHost === "" ? origin : `http://${localHost}`;
}
