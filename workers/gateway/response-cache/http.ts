import { setSecurityHeaders } from "../middleware/access-log.ts";
import type { CachedResponse, CacheHints } from "./cached-response.ts";
import { digest } from "./tiered-cache.ts";

/** Who must not be given what was made for another. */
const vary = "accept, authorization, origin, x-stoa-session";
/** Longer documents are not looked for: what is kept is also what it is kept under. */
const mostAsked = 8_000;
const mostTags = 500;
const mostLetters = 256 * 1024;

/**
 * What an answer is kept under; undefined for a caller who is somebody, and for one who does not want a plain answer.
 * Nothing that is theirs is ever looked for, or kept.
 */
export function keyOf({ url, headers }: Request, text: string | undefined): string | undefined {
  if (headers.has("authorization") || headers.has("x-stoa-session")) return undefined;
  const accept = (headers.get("accept") ?? "").toLowerCase();
  if (accept.includes("text/") || accept.includes("multipart/")) return undefined;
  const asked = text ?? url.slice(url.indexOf("/", 8));
  return asked.length > mostAsked ? undefined : `${accept}\n${asked}`;
}

/** An answer that was just made, as one to be kept; undefined when it is its caller's alone. */
export async function toCachedResponse(
  response: Response,
  making: CacheHints,
  at: number,
): Promise<CachedResponse | undefined> {
  const { keepSeconds, tags } = making;
  if (keepSeconds === undefined || response.status !== 200 || tags.size > mostTags) return undefined;
  const body = await response.clone().text();
  if (body.length > mostLetters) return undefined;
  return {
    body,
    contentType: response.headers.get("content-type") ?? "application/json",
    etag: `"${await digest(body)}"`,
    tags: [...tags],
    at,
    until: Date.now() + keepSeconds * 1000,
  };
}

/** Gives an answer to whoever asks: with its ETag, and without its body to those who have it. */
export function respond(
  { body, contentType, etag }: CachedResponse,
  request: Request,
  status: "hit" | "fwd=miss",
): Response {
  const headers: Record<string, string> = {
    etag,
    vary,
    // Whoever keeps it asks each time whether it is still good: it may change at any moment.
    "cache-control": "public, no-cache",
    "cache-status": `stoa; ${status}`,
  };
  if (isNotModified(request, etag)) return new Response(null, { status: 304, headers });
  headers["content-type"] = contentType;
  return new Response(body, { headers });
}

function isNotModified({ method, headers }: Request, etag: string): boolean {
  return method === "GET" && headers.get("if-none-match")?.includes(etag) === true;
}

const ready = new WeakMap<CachedResponse, Headers>();

/** Gives the same answer to one after the other, secured: its headers are put together once. */
export function respondFromMemory(answer: CachedResponse, request: Request): Response {
  const known = ready.get(answer);
  if (known !== undefined && !isNotModified(request, answer.etag)) return new Response(answer.body, { headers: known });
  const response = respond(answer, request, "hit");
  setSecurityHeaders(response.headers);
  if (response.status === 200) ready.set(answer, new Headers(response.headers));
  return response;
}
