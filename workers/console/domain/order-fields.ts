/** An order as a list of named values that people can compare. Both a state in the log and an order of the API have them. */
export type OrderFields = Readonly<Record<string, string>>;

export interface FieldDifference {
  readonly name: string;
  /** Undefined if the field exists only on the other side. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

interface Amount {
  readonly amountMinor: string | bigint;
  readonly currency: string;
}

/** What both an order of the API and a state in the log are reduced to. */
export interface ComparableOrder {
  readonly status: string;
  readonly paymentStatus: string;
  readonly fulfillmentStatus: string;
  readonly sequence: number;
  readonly number: string | null;
  readonly subtotal: Amount;
  readonly shipping: Amount;
  readonly tax: Amount;
  readonly total: Amount;
  readonly refunded: Amount;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly unitPrice: Amount }[];
  readonly transactions: readonly {
    readonly id: string;
    readonly kind: string;
    readonly status: string;
    readonly amount: Amount;
    readonly reference: string | null;
  }[];
  readonly shipments: readonly {
    readonly id: string;
    readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  }[];
  readonly refunds: readonly { readonly id: string; readonly amount: Amount }[];
  readonly rejection: { readonly code: string } | null;
}

/** Returns the values of an order by their names. Amounts are in the smallest unit of the currency, so they are exact. */
export function toFields(order: ComparableOrder): OrderFields {
  const fields: Record<string, string> = {
    Status: order.status,
    Payment: order.paymentStatus,
    Fulfillment: order.fulfillmentStatus,
    Number: order.number ?? "",
    Subtotal: describe(order.subtotal),
    Shipping: describe(order.shipping),
    Tax: describe(order.tax),
    Total: describe(order.total),
    Refunded: describe(order.refunded),
  };
  for (const { sku, quantity, unitPrice } of order.lines)
    fields[`Line ${sku}`] = `${quantity} × ${describe(unitPrice)}`;
  for (const { id, kind, status, amount, reference } of order.transactions) {
    fields[`Transaction ${id}`] = [kind, status, describe(amount), reference ?? ""].join(" ").trim();
  }
  for (const { id, lines } of order.shipments) {
    fields[`Shipment ${id}`] = lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", ");
  }
  for (const { id, amount } of order.refunds) fields[`Refund ${id}`] = describe(amount);
  if (order.rejection !== null) fields.Rejection = order.rejection.code;
  return fields;
}

/** Returns the fields that differ, in the order of `after`, then those that only `before` has. */
export function findDifferences(before: OrderFields, after: OrderFields): readonly FieldDifference[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }));
}

function describe({ amountMinor, currency }: Amount): string {
  return `${amountMinor} ${currency}`;
}
