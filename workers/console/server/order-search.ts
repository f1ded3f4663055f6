/** What the text in a search box for orders may be. Each is searched in another way. */
export interface OrderSearch {
  /** An order number or an email address. */
  readonly query: string | undefined;
  /** The payment provider's id of a transaction. */
  readonly reference: string | undefined;
  readonly sku: string | undefined;
  readonly name: string | undefined;
}

const nothing: OrderSearch = { query: undefined, reference: undefined, sku: undefined, name: undefined };

/** Ten characters of Crockford's alphabet, and I, L and O, which people type for digits. A hyphen may follow the fifth one. */
const orderNumber = /^[0-9A-TV-Z]{5}[\s-]?[0-9A-TV-Z]{5}$/i;
/** Ids of Stripe: a payment, charge, refund, dispute or event. */
const reference = /^(pi|ch|py|re|pyr|du|dp|txn|evt)_\w+$/;

/** Returns what a text may be. A word may be an order number, a SKU and a name. */
export function parseOrderSearch(text: string): OrderSearch {
  const trimmed = text.trim();
  if (trimmed === "") return nothing;
  if (trimmed.includes("@")) return { ...nothing, query: trimmed };
  if (reference.test(trimmed)) return { ...nothing, reference: trimmed };
  return {
    ...nothing,
    query: orderNumber.test(trimmed) ? trimmed : undefined,
    sku: /^\S{1,64}$/.test(trimmed) ? trimmed : undefined,
    name: trimmed,
  };
}
