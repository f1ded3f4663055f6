import { fetchRespectingRateLimit } from "./fetch-with-retry.ts";
import { readOrderIds } from "./read.ts";
import type { Sources } from "./sources.ts";

const batchSize = 50;

export interface RebuiltOrders {
  readonly rebuilt: number;
  /** Ids in a row, a reservation or a payment whose order does not exist. */
  readonly missing: readonly string[];
}

/**
 * Rebuilds the rows of all orders. The ids come from the existing rows, reservations and payments, so an order whose row
 * was lost is found too. The row of an order is written before its first event.
 */
export async function rebuildOrders(sources: Sources): Promise<RebuiltOrders> {
  const ids = await readOrderIds(sources);
  const query = `mutation ($input: RebuildOrderListsInput!) {
    rebuildOrderLists(input: $input) { missingIds userErrors { message } }
  }`;
  const missing: string[] = [];
  for (let at = 0; at < ids.length; at += batchSize) {
    const batch = ids.slice(at, at + batchSize);
    type Data = { readonly rebuildOrderLists: { missingIds: readonly string[]; userErrors: { message: string }[] } };
    const { rebuildOrderLists: payload } = await fetchRespectingRateLimit<Data>(sources.api, query, {
      input: { ids: batch },
    });
    const [error] = payload.userErrors;
    if (error !== undefined) throw new Error(error.message);
    missing.push(...payload.missingIds);
  }
  return { rebuilt: ids.length - missing.length, missing };
}
