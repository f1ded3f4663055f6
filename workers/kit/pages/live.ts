import { type GraphqlDocument, toVisitorHeaders } from "./ask.ts";
import type { PageRequest } from "./page-request.ts";

/**
 * Passes a subscription of the gateway to the browser as server-sent events, with the visitor's session. An `EventSource`
 * sends `Last-Event-ID` when it connects again, so the stream continues without a gap. It ends when the browser disconnects.
 */
export async function streamToBrowser<V>(
  c: PageRequest,
  document: GraphqlDocument<unknown, V>,
  variables: V,
): Promise<Response> {
  const headers = toVisitorHeaders(c);
  headers.set("accept", "text/event-stream");
  const { session } = c.var.cookies;
  if (session !== "") {
    headers.set("cookie", session);
    headers.set("x-stoa-session", "cookie");
  }
  const lastEventId = c.req.header("last-event-id");
  if (lastEventId !== undefined) headers.set("last-event-id", lastEventId);
  const query = new URLSearchParams({ query: document.toString(), variables: JSON.stringify(variables) });
  const request = new Request(`https://gateway/graphql?${query}`, { headers, signal: c.req.raw.signal });
  const response = await c.env.GATEWAY.fetch(request);
  // The headers of a response from another Worker cannot be changed.
  return new Response(response.body, response);
}
