import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { invalid } from "./fields.ts";

export interface SoldLine {
  readonly productId: string;
  readonly quantity: number;
}

/** The part of an order's event that concerns units sold. `other` is any event that does not change them. */
export type OrderEvent =
  | {
      readonly type: "confirmed";
      readonly eventId: string;
      readonly orderId: string;
      readonly lines: readonly SoldLine[];
    }
  | { readonly type: "cancelled"; readonly eventId: string; readonly orderId: string }
  | { readonly type: "other" };

const maxLines = 1_000;
const maxUnits = 1_000_000;

const invalidName = (...field: string[]) =>
  invalid("MALFORMED_EVENT", "Must be 1 to 200 storable characters", ...field);

/**
 * Parses a CloudEvents 1.0 message of the order service. Refunds return money, not goods, so they leave units sold
 * unchanged. Unknown event types are accepted and ignored.
 */
export function parseOrderEvent(body: unknown): Result<OrderEvent, DomainError> {
  const { specversion, id, source, type, data } = toRecord(body);
  if (specversion !== "1.0") return invalid("MALFORMED_EVENT", "Not a CloudEvents 1.0 event", "specversion");
  for (const [field, value] of Object.entries({ id, source, type })) {
    if (!isName(value)) return invalidName(field);
  }
  if (type !== "stoa.order.confirmed.v1" && type !== "stoa.order.cancelled.v1") return ok({ type: "other" });
  const { orderId, lines } = toRecord(data);
  if (!isName(orderId)) return invalidName("data", "orderId");
  const eventId = String(id);
  if (type === "stoa.order.cancelled.v1") return ok({ type: "cancelled", eventId, orderId });
  if (!Array.isArray(lines) || lines.length === 0 || lines.length > maxLines) {
    return invalid("MALFORMED_EVENT", `Must have 1 to ${maxLines} lines`, "data", "lines");
  }
  const sold: SoldLine[] = [];
  for (const [index, line] of lines.entries()) {
    const { productId, quantity } = toRecord(line);
    if (!isName(productId) || !isQuantity(quantity)) {
      return invalid("MALFORMED_EVENT", "Must have a product ID and a quantity", "data", "lines", String(index));
    }
    sold.push({ productId, quantity });
  }
  return ok({ type: "confirmed", eventId, orderId, lines: sold });
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= 200 && /^[^\0\p{Surrogate}]+$/u.test(value);
}

function isQuantity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= maxUnits;
}
