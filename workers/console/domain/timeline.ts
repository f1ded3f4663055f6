/** An event of an order, as the API has it. */
export interface TimelineEvent {
  readonly sequence: number;
  readonly type: string;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly data: unknown;
}

export interface EffectAttempt {
  /** When it started. ISO 8601. */
  readonly at: string;
  readonly durationMs: number | null;
  /** Null if it succeeded. */
  readonly error: string | null;
}

export type EffectStatus = "PENDING" | "RUNNING" | "RETRYING" | "COMPLETED" | "GIVEN_UP";

/** An effect of an order with its attempts, as the API has it. */
export interface TimelineEffect {
  readonly id: string;
  readonly type: string;
  readonly status: EffectStatus;
  readonly isCompensation: boolean;
  readonly causeSequence: number;
  readonly outcomeSequence: number | null;
  readonly attemptCount: number;
  /** The last ones, oldest first. */
  readonly attempts: readonly EffectAttempt[];
  readonly createdAt: string;
  readonly nextAttemptAt: string | null;
  readonly completedAt: string | null;
}

export interface Timeline {
  /** Oldest first. */
  readonly events: readonly TimelineEvent[];
  /** Oldest first. */
  readonly effects: readonly TimelineEffect[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the type of an effect does, and what waits while it is not done. */
const effectNames: Readonly<Record<string, readonly [name: string, receiver: string]>> = {
  reserveStock: ["Reserve stock", "the stock of the catalog"],
  authorizePayment: ["Authorize payment", "the payment provider"],
  startPayment: ["Start payment", "the payment provider"],
  confirmPayment: ["Confirm payment", "the payment provider"],
  awaitPayment: ["Wait for the buyer's bank", "the buyer, who must confirm the payment at the bank"],
  checkUnpaidLimit: ["Count unpaid orders", "the count of unpaid orders"],
  cancelUnpaid: ["Cancel unpaid orders", "other unpaid orders of the account"],
  createOrder: ["Record the order", "the database"],
  capturePayment: ["Capture payment", "the payment provider"],
  commitStock: ["Commit stock", "the stock of the catalog"],
  releaseStock: ["Release stock", "the stock of the catalog"],
  voidPayment: ["Void payment", "the payment provider"],
  refundPayment: ["Refund payment", "the payment provider"],
  restock: ["Return units to stock", "the stock of the catalog"],
  projectOrder: ["Update lists", "the database"],
  recordTax: ["Report the sale", "the tax provider"],
  reverseTax: ["Report a refund", "the tax provider"],
  undoTaxReversal: ["Report a failed refund", "the tax provider"],
  publishFact: ["Publish the event", "the queue"],
};

/** Returns the name of an effect for people. A type that this release does not know is its own name. */
export function nameEffect(type: string): string {
  return effectNames[type]?.[0] ?? type;
}

/** Returns who or what an effect waits for. */
export function nameReceiver(type: string): string {
  return effectNames[type]?.[1] ?? type;
}

/** Returns an event type in words: `StockReserved` is "Stock reserved". */
export function nameEvent(type: string): string {
  const words = type.replaceAll(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Effects that only report the order to others. No step of the order waits for them. */
const reports: ReadonlySet<string> = new Set([
  "projectOrder",
  "publishFact",
  "recordTax",
  "reverseTax",
  "undoTaxReversal",
]);

export function isReport({ type }: Pick<TimelineEffect, "type">): boolean {
  return reports.has(type);
}

export function isUnfinished({ status }: Pick<TimelineEffect, "status">): boolean {
  return status === "PENDING" || status === "RUNNING" || status === "RETRYING";
}

/** Returns the error of the last attempt, if it failed. */
export function findError({ attempts }: Pick<TimelineEffect, "attempts">): string | undefined {
  return attempts.at(-1)?.error ?? undefined;
}

/** Returns the number of attempts in words. */
export function describeAttempts(count: number): string {
  return count === 1 ? "1 attempt" : `${count} attempts`;
}

/** Returns a duration in words: "85 ms", "2.4 s", "3 min", "2.5 h". */
export function describeDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${round(ms / 1_000)} s`;
  if (ms < 3_600_000) return `${round(ms / 60_000)} min`;
  return ms < 48 * 3_600_000 ? `${round(ms / 3_600_000)} h` : `${round(ms / 86_400_000)} days`;
}

function round(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

export function toMs(time: string): number {
  return Date.parse(time);
}
