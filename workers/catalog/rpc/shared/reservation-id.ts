import { invalid } from "../../../kit/errors/failure.ts";

const names = {
  reservationId: "INVALID_RESERVATION_ID",
  orderId: "INVALID_ORDER_ID",
  idempotencyKey: "INVALID_IDEMPOTENCY_KEY",
} as const;

/** Callers choose the names of reservations and of changes, so they are checked here. */
export function parseIdempotencyName(name: string, field: keyof typeof names): string {
  if (name === "" || name.length > 200) throw invalid(names[field], "1 to 200 characters are needed", field);
  return name;
}
