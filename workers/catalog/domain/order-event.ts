import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { invalid } from "./fields.ts";

export interface SoldLine {
  readonly productId: string;
  readonly quantity: number;
}

/** The reservation that an order has sold, and the promotions that the order redeems. */
export interface OrderReservation {
  readonly id: string;
  readonly redemptions: readonly {
    readonly promotionId: string;
    /** Empty for an automatic promotion. */
    readonly code: string;
  }[];
}

/** The part of an order's event that concerns stock and units sold. `other` is any event that does not change them. */
export type OrderEvent =
  | {
      readonly type: "confirmed";
      readonly eventId: string;
      readonly orderId: string;
      readonly lines: readonly SoldLine[];
      /** Undefined in an event of an earlier release, which committed the reservation itself. */
      readonly reservation: OrderReservation | undefined;
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
  const { orderId, lines, reservation } = toRecord(data);
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
  const parsed = parseReservation(reservation);
  return parsed.ok ? ok({ type: "confirmed", eventId, orderId, lines: sold, reservation: parsed.value }) : parsed;
}

function parseReservation(value: unknown): Result<OrderReservation | undefined, DomainError> {
  if (value === undefined) return ok(undefined);
  const { id, redemptions } = toRecord(value);
  if (!isName(id)) return invalidName("data", "reservation", "id");
  if (!Array.isArray(redemptions) || redemptions.length > maxLines) {
    return invalid(
      "MALFORMED_EVENT",
      `Must have at most ${maxLines} redemptions`,
      "data",
      "reservation",
      "redemptions",
    );
  }
  const parsed: OrderReservation["redemptions"][number][] = [];
  for (const [index, redemption] of redemptions.entries()) {
    const { promotionId, code } = toRecord(redemption);
    if (!isName(promotionId) || (code !== "" && !isName(code))) {
      return invalidName("data", "reservation", "redemptions", String(index));
    }
    parsed.push({ promotionId, code });
  }
  return ok({ id, redemptions: parsed });
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
