import { fetchRespectingRateLimit } from "./fetch-with-retry.ts";
import { readOrderIds } from "./read.ts";
import type { Sources } from "./sources.ts";

const batch = 50;

export interface Rebuilt {
  readonly rebuilt: number;
  /** What is known of by a row, a reservation or a payment, and has no order. */
  readonly missing: readonly string[];
}

/**
 * Has every order's row written anew. Which orders there are is told by their rows, of which one is written before an
 * order does anything, and by what they have left elsewhere: where rows were lost, by reservations and payments.
 */
export async function rebuildOrders(sources: Sources): Promise<Rebuilt> {
  const ids = await readOrderIds(sources);
  const query = "mutation ($ids: [ID!]!) { rebuildOrders(ids: $ids) { missingIds userErrors { message } } }";
  const missing: string[] = [];
  for (let at = 0; at < ids.length; at += batch) {
    const some = ids.slice(at, at + batch);
    type Reply = { readonly rebuildOrders: { missingIds: readonly string[]; userErrors: { message: string }[] } };
    const { rebuildOrders: done } = await fetchRespectingRateLimit<Reply>(sources.api, query, { ids: some });
    const [error] = done.userErrors;
    if (error !== undefined) throw new Error(error.message);
    missing.push(...done.missingIds);
  }
  return { rebuilt: ids.length - missing.length, missing };
}
