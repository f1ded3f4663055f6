import { createHash } from "node:crypto";

const prefix = "sha256:";

/**
 * Returns the hash that replaces an idempotency key when the personal data of an order is erased. `store/idempotency-keys.ts`
 * computes the same in SQL. A hash of an earlier erasure stays.
 */
export function hashKey(orderId: string, key: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(key)) return key;
  return `${prefix}${createHash("sha256").update(`${orderId} ${key}`).digest("hex")}`;
}
