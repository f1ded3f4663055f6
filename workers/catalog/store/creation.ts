import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { invalid } from "../domain/fields.ts";

/** The request that creates a row. */
export interface Creation {
  /** Who makes the request, and its idempotency key. */
  readonly creationKey: string;
  readonly requestHash: string;
}

/** Returns the row that has the key of a request, or an error when another request created it. */
export function checkRequestHash<Row extends { readonly requestHash: string | null }>(
  row: Row,
  requestHash: string,
): Result<Row, DomainError> {
  return row.requestHash === requestHash ? ok(row) : keyReused;
}

export const keyReused = invalid(
  "IDEMPOTENCY_KEY_REUSED",
  "This idempotency key was used with a different request",
  "idempotencyKey",
);
