import type { PublicResponse } from "../../kit/pages/ask.ts";
import type { PageContext } from "./page-context.ts";

/**
 * Rendered pages in memory. A page is used only for the version of the data that it was rendered from, which the gateway
 * names with each response. So a page is as fresh as the data, apart from `confirmedMs`, and costs no rendering.
 */
interface MemoizedPage {
  readonly etag: string;
  /** The HTML around the values that differ in each response. */
  readonly parts: readonly string[];
  readonly headers: readonly (readonly [string, string])[];
  /** When the gateway last named this version, in milliseconds since the epoch. */
  confirmedAt: number;
}

/** A page is used without a request to the gateway for this long, so that a page that many visitors open costs one request. */
const confirmedMs = 50;

/** In total at most about 20 MB. */
const maxPages = 500;
const maxCharacters = 40_000;
/** The least recently used page is the first one. The cache of kit would make the bundle larger by a tenth. */
const pages = new Map<string, MemoizedPage>();

/** Stand for values that differ in each response. Visitors and merchants cannot guess them. */
let markers: { readonly key: string; readonly timing: string } | undefined;

function getMarkers() {
  // A Worker has no random values before its first request.
  markers ??= { key: `key-${crypto.randomUUID()}`, timing: `timing-${crypto.randomUUID()}` };
  return markers;
}

/** Returns what a page has in the place of an idempotency key. Each response gets a key of its own. */
export function toKeyMarker(): string {
  return getMarkers().key;
}

/** Returns what a page has in the place of the line about its time. */
export function toTimingMarker(): string {
  return getMarkers().timing;
}

/**
 * Responds with a page that depends on its URL, the visitor's locale and the data of this request only. `render` is called
 * unless the page is in memory.
 */
export async function respondFromMemo<R>(
  c: PageContext,
  request: () => Promise<PublicResponse<R>>,
  render: (data: R) => Response,
): Promise<Response> {
  const { locale, visitor } = c.var;
  const key = [locale.messages.language, locale.tag, visitor.market, visitor.country, c.req.url].join(" ");
  const known = pages.get(key);
  const now = Date.now();
  if (known !== undefined && now - known.confirmedAt < confirmedMs) return respond(c, known);
  const { etag, read } = await request();
  if (etag !== undefined && known?.etag === etag) {
    known.confirmedAt = now;
    // The most recently used pages are the last ones.
    pages.delete(key);
    pages.set(key, known);
    return respond(c, known);
  }
  const response = render(await read());
  const html = await response.text();
  const { key: keyMarker, timing } = getMarkers();
  const page = {
    etag: etag ?? "",
    parts: html.split(new RegExp(`(${keyMarker}|${timing})`)),
    headers: [...response.headers].filter(([name]) => name !== "server-timing"),
    confirmedAt: now,
  };
  if (etag !== undefined && response.status === 200 && html.length <= maxCharacters) {
    pages.delete(key);
    pages.set(key, page);
    const [oldest] = pages.keys();
    if (pages.size > maxPages && oldest !== undefined) pages.delete(oldest);
  }
  return respond(c, page, response.status);
}

function respond(c: PageContext, { parts, headers }: MemoizedPage, status = 200): Response {
  const { key, timing: timingMarker } = getMarkers();
  const { locale, timing } = c.var;
  const { ms, queries, cachedQueries } = timing;
  let body = "";
  for (const part of parts) {
    if (part === key) body += crypto.randomUUID();
    else if (part === timingMarker) body += locale.messages.layout.onThisPage(ms, queries, cachedQueries);
    else body += part;
  }
  const response = new Response(body, { status, headers: headers as [string, string][] });
  response.headers.set("server-timing", timing.toHeader());
  return response;
}
