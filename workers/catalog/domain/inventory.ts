import { ok, type Result } from "../../kit/domain/result.ts";
import { type DomainError, invalid } from "./fields.ts";

export interface StockLine {
  readonly sku: string;
  readonly quantity: number;
}

const mostLines = 100;
const mostUnits = 10_000;

/** One line a SKU, in the order in which each first appears: two lines of one SKU count together. */
export function aggregateLines(lines: readonly StockLine[]): Result<readonly StockLine[], DomainError> {
  const bySku = new Map<string, number>();
  for (const [index, { sku, quantity }] of lines.entries()) {
    if (sku === "" || sku.length > 64)
      return invalid("INVALID_SKU", "that is not a SKU", "lines", String(index), "sku");
    const sum = quantity + (bySku.get(sku) ?? 0);
    if (!Number.isInteger(quantity) || quantity < 1 || sum > mostUnits) {
      return invalid("INVALID_QUANTITY", `1 to ${mostUnits} of a SKU`, "lines", String(index), "quantity");
    }
    bySku.set(sku, sum);
  }
  if (bySku.size === 0 || bySku.size > mostLines) return invalid("INVALID_LINES", `1 to ${mostLines} SKUs`, "lines");
  return ok([...bySku].map(([sku, quantity]) => ({ sku, quantity })));
}

/** Names a request by its content, so that the same key with another content is noticed. */
export function requestFingerprint(orderId: string, lines: readonly StockLine[]): string {
  const sorted = [...lines].sort((a, b) => (a.sku < b.sku ? -1 : 1));
  return JSON.stringify([orderId, sorted.map(({ sku, quantity }) => [sku, quantity])]);
}
