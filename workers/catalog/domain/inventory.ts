import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { invalid } from "./fields.ts";
import { maxCounts, maxLengths } from "./limits.ts";

export interface StockLine {
  readonly sku: string;
  readonly quantity: number;
}

/** Merges lines of the same SKU. Keeps the order in which each SKU first appears. */
export function aggregateLines(lines: readonly StockLine[]): Result<readonly StockLine[], DomainError> {
  const bySku = new Map<string, number>();
  for (const [index, { sku, quantity }] of lines.entries()) {
    if (sku === "" || sku.length > maxLengths.sku) {
      return invalid("INVALID_SKU", `SKU must be 1 to ${maxLengths.sku} characters`, "lines", String(index), "sku");
    }
    const sum = quantity + (bySku.get(sku) ?? 0);
    if (!Number.isInteger(quantity) || quantity < 1 || sum > maxCounts.reservedUnits) {
      const message = `Quantity must be 1 to ${maxCounts.reservedUnits} per SKU`;
      return invalid("INVALID_QUANTITY", message, "lines", String(index), "quantity");
    }
    bySku.set(sku, sum);
  }
  if (bySku.size === 0 || bySku.size > maxCounts.reservedLines) {
    return invalid("INVALID_LINES", `There must be lines for 1 to ${maxCounts.reservedLines} SKUs`, "lines");
  }
  return ok([...bySku].map(([sku, quantity]) => ({ sku, quantity })));
}

/** Returns a fingerprint of a request's content. It detects a reused idempotency key whose content differs. */
export function requestFingerprint(orderId: string, lines: readonly StockLine[]): string {
  const sorted = [...lines].sort((a, b) => (a.sku < b.sku ? -1 : 1));
  return JSON.stringify([orderId, sorted.map(({ sku, quantity }) => [sku, quantity])]);
}
