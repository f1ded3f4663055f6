import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { maxEmailedEventAgeMs } from "./limits.ts";

/** An order's event that may send an email. */
export interface EmailedEvent {
  readonly eventId: string;
  readonly orderId: string;
  /** The position of the event in the log of the order. */
  readonly sequence: number;
}

/** The types of the events that may send an email. The order service decides which of them do. */
const emailedTypes: ReadonlySet<unknown> = new Set(
  ["confirmed", "shipped", "refunded", "refund_completed", "cancelled"].map((name) => `stoa.order.${name}.v1`),
);
const eventId = /^(ord_[0-9a-z]{1,60}):([1-9][0-9]{0,8})$/;

const malformed = (message: string, field: string) => err({ reason: "MALFORMED_EVENT", message, field: [field] });

/**
 * Parses a CloudEvents 1.0 message of the order service. Returns undefined for an event that sends no email: one of another
 * type, or one that is too old.
 */
export function parseEmailedEvent(body: unknown, now: number): Result<EmailedEvent | undefined, DomainError> {
  const record: Readonly<Record<string, unknown>> = typeof body === "object" && body !== null ? { ...body } : {};
  const { specversion, id, type, time } = record;
  if (specversion !== "1.0") return malformed("Not a CloudEvents 1.0 event", "specversion");
  if (typeof type !== "string") return malformed("Must be a string", "type");
  if (!emailedTypes.has(type)) return ok(undefined);
  const [, orderId, sequence] = (typeof id === "string" ? eventId.exec(id) : null) ?? [];
  if (orderId === undefined) return malformed("Must be an order ID and a sequence", "id");
  const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(at)) return malformed("Must be a time", "time");
  return ok(now - at > maxEmailedEventAgeMs ? undefined : { eventId: String(id), orderId, sequence: Number(sequence) });
}
