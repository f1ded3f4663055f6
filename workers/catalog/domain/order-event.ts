import { ok, type Result } from "../../kit/domain/result.ts";
import { type DomainError, invalid } from "./fields.ts";

export interface SoldLine {
  readonly productId: string;
  readonly quantity: number;
}

/** What an order's event says about units sold. `other` is an event that says nothing about them. */
export type OrderFact =
  | {
      readonly type: "confirmed";
      readonly eventId: string;
      readonly orderId: string;
      readonly lines: readonly SoldLine[];
    }
  | { readonly type: "cancelled"; readonly eventId: string; readonly orderId: string }
  | { readonly type: "other" };

const mostLines = 1_000;
const mostUnits = 1_000_000;

/**
 * Reads a CloudEvents 1.0 message of the order service. A refund gives money back and says nothing about goods, so that
 * it leaves units sold as they are; a kind that is not known is as good as any other.
 */
export function parseOrderFact(body: unknown): Result<OrderFact, DomainError> {
  const { specversion, id, source, type, data } = record(body);
  if (specversion !== "1.0") return invalid("MALFORMED_EVENT", "it is no CloudEvents 1.0 event", "specversion");
  for (const [field, value] of Object.entries({ id, source, type })) {
    if (!isName(value)) return invalid("MALFORMED_EVENT", "1 to 200 characters that can be stored are needed", field);
  }
  if (type !== "stoa.order.confirmed.v1" && type !== "stoa.order.cancelled.v1") return ok({ type: "other" });
  const { orderId, lines } = record(data);
  if (!isName(orderId))
    return invalid("MALFORMED_EVENT", "1 to 200 characters that can be stored are needed", "data", "orderId");
  const eventId = String(id);
  if (type === "stoa.order.cancelled.v1") return ok({ type: "cancelled", eventId, orderId });
  if (!Array.isArray(lines) || lines.length === 0 || lines.length > mostLines) {
    return invalid("MALFORMED_EVENT", `1 to ${mostLines} lines are needed`, "data", "lines");
  }
  const sold: SoldLine[] = [];
  for (const [index, line] of lines.entries()) {
    const { productId, quantity } = record(line);
    if (!isName(productId) || !isQuantity(quantity)) {
      return invalid("MALFORMED_EVENT", "a product and a quantity are needed", "data", "lines", String(index));
    }
    sold.push({ productId, quantity });
  }
  return ok({ type: "confirmed", eventId, orderId, lines: sold });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= 200 && /^[^\0\p{Surrogate}]+$/u.test(value);
}

function isQuantity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= mostUnits;
}
