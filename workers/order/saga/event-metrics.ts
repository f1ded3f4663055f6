import { recordMetric } from "../../kit/observability/metrics.ts";
import type { OrderEvent, RecordedEvent } from "../domain/events.ts";
import type { LogEntry } from "./event-store.ts";

/** Counts the events of one order in metrics, each once while its object lives. */
export class EventMetrics {
  #countedSequence: number;
  #placed: RecordedEvent | undefined;
  /** Whether the latest placement waited for the buyer, who takes any time. */
  #hasWaited = false;

  /** `entries` are on disk: an earlier object has counted them. */
  constructor(entries: readonly LogEntry[]) {
    this.#countedSequence = entries.at(-1)?.recorded.sequence ?? 0;
    for (const { recorded } of entries) this.#remember(recorded);
  }

  /** Counts the new events among entries that are written. */
  record(entries: readonly LogEntry[]): void {
    for (const { recorded } of entries) {
      if (recorded.sequence <= this.#countedSequence) continue;
      this.#countedSequence = recorded.sequence;
      this.#remember(recorded);
      this.#count(recorded);
    }
  }

  #remember(recorded: RecordedEvent): void {
    const { type } = recorded.event;
    if (type === "OrderPlaced") {
      this.#placed = recorded;
      this.#hasWaited = false;
    } else if (type === "PaymentActionRequired") this.#hasWaited = true;
  }

  #count({ event, at }: RecordedEvent): void {
    switch (event.type) {
      case "OrderPlaced":
        recordMetric("stoa.order.placed", 1, { currency: event.currency });
        break;
      case "OrderConfirmed":
        this.#countOutcome("confirmed", at);
        break;
      case "OrderRejected":
        this.#countOutcome("rejected", at, event.rejection.code);
        break;
      case "OrderCancelled":
        recordMetric("stoa.order.outcome", 1, { outcome: "cancelled", reason: "" });
        break;
      case "EffectExhausted":
        recordMetric("stoa.order.needs_attention", 1, { effect: event.effect.type });
        break;
      default:
        countPayment(event);
        break;
    }
  }

  #countOutcome(outcome: "confirmed" | "rejected", at: number, reason = ""): void {
    recordMetric("stoa.order.outcome", 1, { outcome, reason });
    if (this.#placed === undefined || this.#hasWaited) return;
    recordMetric("stoa.order.time_to_outcome", at - this.#placed.at, { outcome });
  }
}

function countPayment(event: OrderEvent): void {
  switch (event.type) {
    case "PaymentAuthorized":
      recordMetric("stoa.payment.result", 1, { result: "authorized", code: "" });
      break;
    case "PaymentCaptured":
      recordMetric("stoa.revenue", Number(event.amount.amountMinor), { currency: event.amount.currency });
      recordMetric("stoa.payment.result", 1, { result: "captured", code: "" });
      break;
    case "PaymentDeclined":
      recordMetric("stoa.payment.result", 1, { result: "declined", code: event.code });
      break;
    case "PaymentVoided":
      recordMetric("stoa.payment.result", 1, { result: "voided", code: "" });
      break;
    case "PaymentRefunded":
      recordMetric("stoa.order.outcome", 1, { outcome: "refunded", reason: "" });
      recordMetric("stoa.payment.result", 1, { result: "refunded", code: "" });
      break;
    case "RefundFailed":
      recordMetric("stoa.payment.result", 1, { result: "refund failed", code: "" });
      break;
    default:
  }
}
