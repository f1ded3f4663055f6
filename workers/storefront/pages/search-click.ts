import { toVisitorHeaders } from "../../kit/pages/ask.ts";
import type { PageContext } from "../server/page-context.ts";

/** Counts that a result of a search was opened. The attribute `ping` of the link sends it, without a script. */
export async function searchClick(c: PageContext): Promise<Response> {
  const query = encodeURIComponent(c.req.query("q") ?? "");
  const url = `https://gateway/search/clicks?q=${query}`;
  const counted = c.env.GATEWAY.fetch(url, { method: "POST", headers: toVisitorHeaders(c) });
  // A statistic: the visitor does not wait for it, and a failure changes nothing.
  c.executionCtx.waitUntil(counted.then(({ body }) => body?.cancel()).catch(() => undefined));
  return c.body(null, 204);
}
