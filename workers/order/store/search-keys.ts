import { foldCase } from "../../kit/domain/case-folding.ts";
import { toSkuKey } from "../../kit/domain/sku.ts";
import type { OrderState } from "../domain/order.ts";

/** A longer key is cut off. Postgres accepts 2,046 bytes. */
const maxKeyLength = 100;
/** Words of a name at which a search can begin. */
const maxWords = 8;

/** What an order can be found by. All conditions that are set must hold. */
export interface SearchConditions {
  /** The beginning of a name, at any of its words. */
  readonly customerName?: string | undefined;
  readonly sku?: string | undefined;
  /** The payment provider's id of a transaction. */
  readonly providerReference?: string | undefined;
}

/** Returns the keys of an order: its SKUs, the provider's ids of its transactions, and the names in its addresses. */
export function searchKeysOf(state: OrderState): ReadonlySet<string> {
  const { lines, transactions, shippingAddress, billingAddress, erased, placedAt } = state;
  // No list contains carts.
  if (placedAt === undefined) return new Set();
  const names = erased === true ? [] : [shippingAddress?.name ?? "", billingAddress?.name ?? ""];
  return new Set([
    ...lines.map(({ sku }) => skuKey(sku)),
    ...transactions.flatMap(({ reference }) => (reference === undefined ? [] : [referenceKey(reference)])),
    ...names.flatMap(nameKeys),
  ]);
}

/** Returns the conditions as a text search query of Postgres. Undefined without conditions. */
export function toSearchQuery(conditions: SearchConditions): string | undefined {
  const { customerName, sku, providerReference } = conditions;
  const terms = [
    ...(sku === undefined ? [] : [quote(skuKey(sku))]),
    ...(providerReference === undefined ? [] : [quote(referenceKey(providerReference))]),
    ...(customerName === undefined ? [] : [`${quote(nameKey(normalizeName(customerName)))}:*`]),
  ];
  return terms.length === 0 ? undefined : terms.join(" & ");
}

const toKey = (kind: string, value: string): string => `${kind}:${value}`.slice(0, maxKeyLength);
const skuKey = (sku: string): string => toKey("sku", toSkuKey(sku));
const referenceKey = (reference: string): string => toKey("ref", reference);
const nameKey = (name: string): string => toKey("name", name);

/** Returns the name from each of its words on: "jan van dam", "van dam" and "dam". */
function nameKeys(name: string): readonly string[] {
  const words = normalizeName(name).split(" ");
  return words
    .slice(0, maxWords)
    .flatMap((word, index) => (word === "" ? [] : [nameKey(words.slice(index).join(" "))]));
}

function normalizeName(name: string): string {
  return foldCase(name).trim().replace(/\s+/g, " ");
}

/** Quotes a lexeme of a text search query. */
function quote(key: string): string {
  return `'${key.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
