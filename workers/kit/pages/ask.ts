import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";
import { toTraceparent } from "../observability/trace.ts";
import { RefreshSessionDocument, StartGuestSessionDocument } from "./documents.generated.ts";
import { GatewayError } from "./gateway-error.ts";
import type { PageRequest } from "./page-request.ts";
import { cached } from "./server-timing.ts";

/** A document of GraphQL with the types of its result and variables, as `npm run gen` writes it. */
export type GraphqlDocument<R, V> = DocumentTypeDecoration<R, V> & { toString(): string };

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
export async function askPublic<R, V>(c: PageRequest, document: GraphqlDocument<R, V>, variables: V): Promise<R> {
  return (await requestPublic(c, document, variables)).read();
}

/** A response of the gateway whose content has not been read yet. */
export interface PublicResponse<R> {
  /** Differs when the content differs. Undefined for a response that the gateway does not cache. */
  readonly etag: string | undefined;
  /** Reads the content. Throws a GatewayError when the query has failed. */
  readonly read: () => Promise<R>;
}

/** Runs a query as `askPublic`. The caller may already have a page for this version of the data. */
export async function requestPublic<R, V>(
  c: PageRequest,
  document: GraphqlDocument<R, V>,
  variables: V,
): Promise<PublicResponse<R>> {
  const text = document.toString();
  let encoded = encodedDocuments.get(text);
  if (encoded === undefined) {
    encoded = encodeURIComponent(text);
    encodedDocuments.set(text, encoded);
  }
  const url = `${endpoint}?query=${encoded}&variables=${encodeURIComponent(JSON.stringify(variables))}`;
  const response = await send(c, url, { headers: toVisitorHeaders(c) });
  return { etag: response.headers.get("etag") ?? undefined, read: () => readResult<R>(response) };
}

/**
 * Runs an operation as the visitor, with the session in the browser's cookies. Refreshes an expired session first. Pages
 * with its result must not be cached. Throws a GatewayError when the operation fails.
 */
export async function askPersonal<R, V>(c: PageRequest, document: GraphqlDocument<R, V>, variables: V): Promise<R> {
  const { cookies, visitor } = c.var;
  if (!cookies.hasAccess && cookies.hasRefresh && !visitor.isPrefetch) {
    await post(c, RefreshSessionDocument, {}).catch(ignoreRejectedRefresh);
  }
  return post(c, document, variables);
}

/** Runs an operation as `askPersonal`. Starts the session of a guest first if the visitor has none. */
export async function askAsGuest<R, V>(c: PageRequest, document: GraphqlDocument<R, V>, variables: V): Promise<R> {
  const { cookies } = c.var;
  if (!cookies.hasAccess && !cookies.hasRefresh) await post(c, StartGuestSessionDocument, {});
  return askPersonal(c, document, variables);
}

/** Returns the headers of a request to the gateway for the visitor. Headers that the visitor sent with these names are ignored. */
export function toVisitorHeaders(c: PageRequest): Headers {
  const { ip, country, market, userAgent, isPrefetch } = c.var.visitor;
  const headers = new Headers({ accept: "application/json" });
  if (ip !== undefined) headers.set("x-stoa-visitor", ip);
  if (country !== undefined) headers.set("x-stoa-country", country);
  if (market !== undefined) headers.set("x-stoa-market", market);
  if (userAgent !== undefined) headers.set("user-agent", userAgent);
  if (isPrefetch) headers.set("x-stoa-purpose", "prefetch");
  headers.set("traceparent", toTraceparent(c.var.trace));
  return headers;
}

async function post<R, V>(c: PageRequest, document: GraphqlDocument<R, V>, variables: V): Promise<R> {
  const headers = toVisitorHeaders(c);
  headers.set("content-type", "application/json");
  headers.set("x-stoa-session", "cookie");
  headers.set("cookie", c.var.cookies.session);
  const body = JSON.stringify({ query: document.toString(), variables });
  const response = await send(c, endpoint, { method: "POST", headers, body });
  c.var.cookies.accept(response);
  return readResult<R>(response);
}

async function send(c: PageRequest, url: string, init: RequestInit): Promise<Response> {
  const startedAt = Date.now();
  try {
    const response = await c.env.GATEWAY.fetch(url, init);
    const isCached = response.headers.get("cache-status")?.includes("hit") === true;
    c.var.timing.add("gateway", startedAt, isCached ? cached : undefined);
    return response;
  } catch (error) {
    throw new GatewayError("UNAVAILABLE", error instanceof Error ? error.message : String(error));
  }
}

async function readResult<R>(response: Response): Promise<R> {
  const { data, errors } = await response.json<GraphqlResponse<R>>().catch((error: unknown) => {
    throw new GatewayError("UNAVAILABLE", error instanceof Error ? error.message : String(error));
  });
  if (data !== undefined && data !== null) return data;
  const error = errors?.[0];
  throw new GatewayError(error?.extensions?.code ?? "INTERNAL", error?.message ?? `Status ${response.status}`);
}

/** A session that ended elsewhere is no error of the page: the visitor is signed out then. */
function ignoreRejectedRefresh(error: unknown): void {
  if (!(error instanceof GatewayError) || error.code !== "UNAUTHENTICATED") throw error;
}
