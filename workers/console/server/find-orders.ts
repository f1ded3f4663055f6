import { askPersonal } from "../../kit/pages/ask.ts";
import { type OrderPageFragment, OrdersDocument } from "../documents.generated.ts";
import type { OrderFilters } from "./order-filters.ts";
import { parseOrderSearch } from "./order-search.ts";
import type { PageContext } from "./page-context.ts";

/** What the text of the search box was found as. */
export type FoundBy = "query" | "sku" | "name";

export interface FoundOrders {
  readonly page: OrderPageFragment;
  readonly by: FoundBy;
}

/**
 * Finds a page of orders, with one request. A word that may be a number, a SKU and a name is found as the first of these that has
 * orders; `by` fixes it for the pages after the first one.
 */
export async function findOrders(
  c: PageContext,
  { values, status, sort, filter }: OrderFilters,
  {
    first,
    after,
    by,
  }: { readonly first: number; readonly after: string | undefined; readonly by: FoundBy | undefined },
): Promise<FoundOrders> {
  const { query, reference, sku, name } = parseOrderSearch(values.q);
  const isWanted = (kind: FoundBy) => by === undefined || by === kind;
  const byQuery = isWanted("query") && (query !== undefined || reference !== undefined || name === undefined);
  const bySku = isWanted("sku") && sku !== undefined;
  const byName = isWanted("name") && name !== undefined;
  const found = await askPersonal(c, OrdersDocument, {
    first,
    after: after ?? null,
    status: status === undefined ? null : [status],
    sort,
    byQuery,
    query: query ?? null,
    filter: { ...filter, ...(reference === undefined ? {} : { providerReference: reference }) },
    bySku,
    skuFilter: bySku ? { ...filter, sku } : null,
    byName,
    nameFilter: byName ? { ...filter, customerName: name } : null,
  });
  const results = [
    { by: "query", page: found.byQuery },
    { by: "sku", page: found.bySku },
    { by: "name", page: found.byName },
  ] as const;
  const asked = results.flatMap(({ by: kind, page }) => (page === undefined ? [] : [{ by: kind, page }]));
  const best =
    asked.find(({ page }) => page.edges.length > 0) ?? asked.find(({ page }) => page.statusCounts.length > 0);
  const result = best ?? asked[0];
  if (result === undefined) throw new Error("No search was requested");
  return result;
}

/** Returns the way of searching that the URL of a page after the first one names. */
export function parseFoundBy(text: string | undefined): FoundBy | undefined {
  return (["query", "sku", "name"] as const).find((known) => known === text);
}
