import { invalid } from "../../../kit/errors/failure.ts";

const reasons = {
  reservationId: "INVALID_RESERVATION_ID",
  orderId: "INVALID_ORDER_ID",
  idempotencyKey: "INVALID_IDEMPOTENCY_KEY",
} as const;

/** Validates an id or key that the client chooses. */
export function parseIdempotencyName(name: string, field: keyof typeof reasons): string {
  if (name === "" || name.length > 200) {
    throw invalid(reasons[field], `\`${field}\` must be 1 to 200 characters`, field);
  }
  return name;
}
