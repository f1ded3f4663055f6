import { findOperation, type Operation } from "../../kit/observability/operation.ts";
import { setSecurityHeaders } from "../http/security-headers.ts";
import type { CachedResponse, CacheHints } from "./cached-response.ts";
import { shortDigest } from "./digest.ts";

/** Request headers that select another response. */
const vary = "accept, authorization, origin, x-stoa-market, x-stoa-session";
/** Requests with longer documents are not cached, because the document is a part of the key. */
const maxDocumentCharacters = 8_000;
const maxTags = 500;
const maxBodyCharacters = 256 * 1024;

/**
 * Returns the cache key of a request for the prices of a market. Returns undefined for a caller that is signed in, and for a client that accepts
 * anything but a plain JSON response: such responses are never looked up and never stored.
 */
export function cacheKeyOf(
  { url, headers }: Request,
  body: string | undefined,
  marketSlug: string,
): string | undefined {
  if (headers.has("authorization") || headers.has("x-stoa-session")) return undefined;
  const accept = (headers.get("accept") ?? "").toLowerCase();
  if (accept.includes("text/") || accept.includes("multipart/")) return undefined;
  const document = body ?? url.slice(url.indexOf("/", 8));
  return document.length > maxDocumentCharacters ? undefined : `${accept}\n${marketSlug}\n${document}`;
}

/** Returns the cache entry for a response; undefined when the response is private to its caller, or too large. */
export async function toCachedResponse(
  response: Response,
  { maxAgeSeconds, tags, validUntil }: CacheHints,
  clock: number,
): Promise<CachedResponse | undefined> {
  if (maxAgeSeconds === undefined || response.status !== 200 || tags.size > maxTags) return undefined;
  const now = Date.now();
  const expiresAt = Math.min(now + maxAgeSeconds * 1000, validUntil ?? Number.POSITIVE_INFINITY);
  if (expiresAt <= now) return undefined;
  const body = await response.clone().text();
  if (body.length > maxBodyCharacters) return undefined;
  return {
    body,
    contentType: response.headers.get("content-type") ?? "application/json",
    etag: `"${await shortDigest(body)}"`,
    tags: [...tags],
    clock,
    expiresAt,
    ...findOperationName(),
  };
}

/** Returns the name of the operation that computes the response, for the log lines of its later hits. */
function findOperationName(): Pick<CachedResponse, "operationName"> {
  const operation = findOperation();
  if (operation?.name !== "request") return {};
  const { operationName } = (operation as Operation<"request">).fields;
  return typeof operationName === "string" ? { operationName } : {};
}

/** Returns the HTTP response of an entry: with its ETag, and with status 304 when the client has the same version. */
export function respond(
  { body, contentType, etag }: CachedResponse,
  request: Request,
  status: "hit" | "fwd=miss",
): Response {
  const headers: Record<string, string> = {
    etag,
    vary,
    // Clients must revalidate every time, because the response may change at any moment.
    "cache-control": "public, no-cache",
    "cache-status": `stoa; ${status}`,
  };
  if (isNotModified(request, etag)) return new Response(null, { status: 304, headers });
  headers["content-type"] = contentType;
  return new Response(body, { headers });
}

/** Evaluates `If-None-Match` as RFC 9110, section 13.1.2: `*`, or a list of entity tags that are compared weakly. */
function isNotModified({ method, headers }: Request, etag: string): boolean {
  const condition = method === "GET" ? headers.get("if-none-match") : null;
  if (condition === null) return false;
  if (condition.trim() === "*") return true;
  return (condition.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => tag.replace(/^W\//, "") === etag);
}

const headersByResponse = new WeakMap<CachedResponse, Headers>();

/** Returns the HTTP response of an entry with its security headers. The headers are built once for each entry. */
export function respondFromMemory(cached: CachedResponse, request: Request): Response {
  const headers = headersByResponse.get(cached);
  if (headers !== undefined && !isNotModified(request, cached.etag)) return new Response(cached.body, { headers });
  const response = respond(cached, request, "hit");
  setSecurityHeaders(response.headers);
  if (response.status === 200) headersByResponse.set(cached, new Headers(response.headers));
  return response;
}
