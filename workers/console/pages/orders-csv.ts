import { askPersonal } from "../../kit/pages/ask.ts";
import { toDecimalAmount } from "../../kit/pages/money.ts";
import { ExportedOrdersDocument, type OrderRowFragment } from "../documents.generated.ts";
import { findOrders } from "../server/find-orders.ts";
import { readOrderFilters } from "../server/order-filters.ts";
import { parseOrderSearch } from "../server/order-search.ts";
import type { PageContext } from "../server/page-context.ts";

const pageSize = 100;
/** Larger exports come from the database: see docs/orders.md. */
const maxPages = 50;

const header = [
  "number",
  "id",
  "status",
  "payment",
  "fulfillment",
  "placed_at",
  "name",
  "email",
  "country",
  "items",
  "total",
  "currency",
];

/** The orders of a list as a file, at most 5,000. The filters are those of the list. */
export async function exportOrders(c: PageContext): Promise<Response> {
  const filters = readOrderFilters((name) => c.req.query(name));
  const { query, reference, sku, name } = parseOrderSearch(filters.values.q);
  const { by } = await findOrders(c, filters, { first: 1, after: undefined, by: undefined });
  const variables = {
    first: pageSize,
    status: filters.status === undefined ? null : [filters.status],
    sort: filters.sort,
    query: by === "query" ? (query ?? null) : null,
    filter: {
      ...filters.filter,
      ...(by === "sku" ? { sku } : {}),
      ...(by === "name" ? { customerName: name } : {}),
      ...(reference === undefined ? {} : { providerReference: reference }),
    },
  };
  let after: string | null = null;
  let pages = 0;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { allOrders } = await askPersonal(c, ExportedOrdersDocument, { ...variables, after });
      const rows = allOrders.edges.map(({ node }) => toRow(node));
      controller.enqueue(encoder.encode([...(pages === 0 ? [header] : []), ...rows].map(toLine).join("")));
      pages++;
      after = allOrders.pageInfo.endCursor;
      if (!allOrders.pageInfo.hasNextPage || after === null || pages >= maxPages) controller.close();
    },
  });
  const fileName = `orders-${new Date().toISOString().slice(0, 10)}.csv`;
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
}

function toRow(order: OrderRowFragment): readonly string[] {
  const { id, number, status, paymentStatus, fulfillmentStatus, placedAt, shippingAddress, email, lines, total } =
    order;
  return [
    number ?? "",
    id,
    status,
    paymentStatus,
    fulfillmentStatus,
    placedAt ?? "",
    shippingAddress?.name ?? "",
    email ?? "",
    shippingAddress?.countryCode ?? "",
    lines.map(({ sku, quantity }) => `${quantity} x ${sku}`).join("; "),
    toDecimalAmount(total),
    total.currency,
  ];
}

/** Returns a line of CSV. A spreadsheet does not run a value of a customer as a formula. */
function toLine(values: readonly string[]): string {
  const cells = values.map((value) => {
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(",")}\r\n`;
}
