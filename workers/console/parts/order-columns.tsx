import type { OrderRowFragment } from "../documents.generated.ts";
import { Amount } from "./amount.tsx";
import type { Column } from "./data-table.tsx";
import { OrderStatus } from "./order-status.tsx";
import { toWords } from "./status-badge.tsx";
import { Time } from "./time.tsx";

/** The columns of a list of orders. */
export const orderColumns: readonly Column<OrderRowFragment>[] = [
  { id: "number", label: "Number", cell: ({ id, number }) => <a href={`/orders/${id}`}>{number ?? id}</a> },
  { id: "status", label: "Status", cell: ({ status }) => <OrderStatus status={status} /> },
  { id: "placed", label: "Placed (UTC)", cell: ({ placedAt }) => placedAt && <Time at={placedAt} /> },
  {
    id: "customer",
    label: "Customer",
    cell: ({ shippingAddress, email }) => shippingAddress?.name ?? email ?? "",
  },
  { id: "email", label: "Email", cell: ({ email }) => email, isOptional: true },
  { id: "country", label: "Country", cell: ({ shippingAddress }) => shippingAddress?.countryCode },
  { id: "items", label: "Items", cell: ({ lines }) => toItems(lines) },
  { id: "payment", label: "Payment", cell: ({ paymentStatus }) => toWords(paymentStatus) },
  { id: "fulfillment", label: "Fulfillment", cell: ({ fulfillmentStatus }) => toWords(fulfillmentStatus) },
  {
    id: "deadline",
    label: "Waits until (UTC)",
    cell: ({ deadlineAt }) => deadlineAt && <Time at={deadlineAt} />,
    isOptional: true,
  },
  { id: "total", label: "Total", cell: ({ total }) => <Amount money={total} />, isNumeric: true },
];

/** Returns the lines of an order in a few words. */
function toItems(lines: OrderRowFragment["lines"]): string {
  const shown = lines.slice(0, 2).map(({ sku, quantity }) => `${quantity} × ${sku}`);
  const more = lines.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
