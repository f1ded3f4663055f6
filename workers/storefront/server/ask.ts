import { RefreshSessionDocument, StartGuestSessionDocument, type TypedDocumentString } from "../documents.generated.ts";
import { GatewayError } from "./gateway-error.ts";
import type { PageContext } from "./page-context.ts";
import { cached } from "./server-timing.ts";

/** The gateway's address. A service binding ignores the host. */
const endpoint = "https://gateway/graphql";

interface GraphqlResponse<R> {
  readonly data?: R | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Documents as query parameters, so that each is encoded once. */
const encodedDocuments = new Map<string, string>();

/**
 * Runs a query on public data, without the visitor's session. The gateway caches the response unless the document has a
 * volatile field: see docs/storefront.md. Throws a GatewayError when the query fails.
 */
export async function askPublic<R, V>(c: PageContext, document: TypedDocumentString<R, V>, variables: V): Promise<R> {
  const text = document.toString();
  let encoded = encodedDocuments.get(text);
  if (encoded === undefined) {
    encoded = encodeURIComponent(text);
    encodedDocuments.set(text, encoded);
  }
  const url = `${endpoint}?query=${encoded}&variables=${encodeURIComponent(JSON.stringify(variables))}`;
  return send<R>(c, new Request(url, { headers: toVisitorHeaders(c) }));
}

/**
 * Runs an operation as the visitor, with the session in the browser's cookies. Refreshes an expired session first. Pages
 * with its result must not be cached. Throws a GatewayError when the operation fails.
 */
export async function askPersonal<R, V>(c: PageContext, document: TypedDocumentString<R, V>, variables: V): Promise<R> {
  const { cookies, visitor } = c.var;
  if (!cookies.hasAccess && cookies.hasRefresh && !visitor.isPrefetch) {
    await post(c, RefreshSessionDocument, {}).catch(ignoreRejectedRefresh);
  }
  return post(c, document, variables);
}

/** Runs an operation as `askPersonal`. Starts the session of a guest first if the visitor has none. */
export async function askAsGuest<R, V>(c: PageContext, document: TypedDocumentString<R, V>, variables: V): Promise<R> {
  const { cookies } = c.var;
  if (!cookies.hasAccess && !cookies.hasRefresh) await post(c, StartGuestSessionDocument, {});
  return askPersonal(c, document, variables);
}

/** Returns the headers of a request to the gateway for the visitor. Headers that the visitor sent with these names are ignored. */
export function toVisitorHeaders(c: PageContext): Headers {
  const { ip, country, market, userAgent, isPrefetch } = c.var.visitor;
  const headers = new Headers({ accept: "application/json" });
  if (ip !== undefined) headers.set("x-stoa-visitor", ip);
  if (country !== undefined) headers.set("x-stoa-country", country);
  if (market !== undefined) headers.set("x-stoa-market", market);
  if (userAgent !== undefined) headers.set("user-agent", userAgent);
  if (isPrefetch) headers.set("x-stoa-purpose", "prefetch");
  const trace = c.req.header("traceparent");
  if (trace !== undefined) headers.set("traceparent", trace);
  return headers;
}

async function post<R, V>(c: PageContext, document: TypedDocumentString<R, V>, variables: V): Promise<R> {
  const headers = toVisitorHeaders(c);
  headers.set("content-type", "application/json");
  headers.set("x-stoa-session", "cookie");
  headers.set("cookie", c.var.cookies.session);
  const body = JSON.stringify({ query: document.toString(), variables });
  return send<R>(c, new Request(endpoint, { method: "POST", headers, body }));
}

async function send<R>(c: PageContext, request: Request): Promise<R> {
  const startedAt = Date.now();
  let response: Response;
  let result: GraphqlResponse<R>;
  try {
    response = await c.env.GATEWAY.fetch(request);
    c.var.cookies.accept(response);
    result = await response.json();
  } catch (error) {
    throw new GatewayError("UNAVAILABLE", error instanceof Error ? error.message : String(error));
  }
  const isCached = response.headers.get("cache-status")?.includes("hit") === true;
  c.var.timing.add("gateway", startedAt, isCached ? cached : undefined);
  const { data, errors } = result;
  if (data !== undefined && data !== null) return data;
  const error = errors?.[0];
  throw new GatewayError(error?.extensions?.code ?? "INTERNAL", error?.message ?? `Status ${response.status}`);
}

/** A session that ended elsewhere is no error of the page: the visitor is signed out then. */
function ignoreRejectedRefresh(error: unknown): void {
  if (!(error instanceof GatewayError) || error.code !== "UNAUTHENTICATED") throw error;
}
