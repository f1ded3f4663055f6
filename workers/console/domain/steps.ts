import {
  findError,
  isReport,
  isUnfinished,
  type Timeline,
  type TimelineEffect,
  type TimelineEvent,
} from "./timeline.ts";

export type StepState = "done" | "current" | "upcoming" | "failed" | "skipped";

/** A step of an order on its way to the customer. */
export interface Step {
  readonly name: string;
  readonly state: StepState;
  /** Whether the order only moves forward from here on. Before it, all steps are undone when one fails. */
  readonly isPivot: boolean;
  /** The event that completed it. */
  readonly sequence?: number;
  readonly at?: string;
  /** Why it failed, or why its last attempt failed. */
  readonly error?: string;
}

interface StepType {
  readonly name: string;
  /** The types of the events that complete it. */
  readonly events: readonly string[];
  /** The types of the effects that it waits for. */
  readonly effects: readonly string[];
  readonly isPivot?: true;
}

const forward: readonly StepType[] = [
  { name: "Placed", events: ["OrderPlaced"], effects: [] },
  { name: "Stock reserved", events: ["StockReserved"], effects: ["reserveStock", "cancelUnpaid"] },
  {
    name: "Payment authorized",
    events: ["PaymentAuthorized"],
    effects: ["authorizePayment", "startPayment", "confirmPayment", "awaitPayment"],
  },
  { name: "Recorded", events: ["OrderCreated"], effects: ["createOrder"] },
  { name: "Paid", events: ["PaymentCaptured"], effects: ["capturePayment"], isPivot: true },
  { name: "Confirmed", events: ["OrderConfirmed"], effects: ["commitStock"] },
  { name: "Shipped", events: ["OrderFulfilled"], effects: [] },
  { name: "Delivered", events: ["OrderDelivered"], effects: [] },
];

const ends: readonly StepType[] = [
  { name: "Rejected", events: ["OrderRejected"], effects: ["releaseStock", "voidPayment"] },
  {
    name: "Cancelled",
    events: ["OrderCancelled"],
    effects: ["releaseStock", "voidPayment", "refundPayment", "restock"],
  },
];

/**
 * Returns the steps of the latest placement of an order: those that it has taken, the one that it is at, and those that are left.
 * An order that ended early has its end as the last step.
 */
export function toSteps({ events, effects }: Timeline): readonly Step[] {
  const placedAt = events.findLast(({ type }) => type === "OrderPlaced")?.sequence ?? 0;
  const latest = events.filter(({ sequence }) => sequence >= placedAt);
  const find = ({ events: types }: StepType) => latest.findLast(({ type }) => types.includes(type));
  const end = findEnd(latest);
  const pending = effects.filter((effect) => effect.causeSequence >= placedAt && !isReport(effect));
  const isFree = find(pivot) === undefined && latest.some(({ type }) => type === "OrderConfirmed");
  const open = forward.filter((type) => find(type) === undefined && !(isFree && type.effects.some(isPaymentStep)));
  const stopped =
    end !== undefined || findLast(latest, "ResolutionChosen", "EffectExhausted")?.type === "EffectExhausted";
  const steps = forward.map((type): Step => {
    const event = find(type);
    const isPivot = type.isPivot === true;
    if (event !== undefined) return { name: type.name, state: "done", isPivot, sequence: event.sequence, at: event.at };
    if (!open.includes(type)) return { name: type.name, state: "skipped", isPivot };
    if (type !== open[0]) return { name: type.name, state: end === undefined ? "upcoming" : "skipped", isPivot };
    const effect = pending.findLast((candidate) => type.effects.includes(candidate.type));
    const error = findReason(latest, effect, end);
    const state = stopped ? (end?.type === "OrderCancelled" ? "skipped" : "failed") : "current";
    return { name: type.name, state, isPivot, ...(error === undefined ? {} : { error }) };
  });
  return end === undefined ? steps : [...steps.filter(({ state }) => state !== "skipped"), toEnd(end, effects)];
}

const pivot = forward.find(({ isPivot }) => isPivot) as StepType;

/** A free order has no payment. */
function isPaymentStep(effect: string): boolean {
  return effect === "authorizePayment" || effect === "capturePayment";
}

/** Returns the event that ended the order, or that started its end. */
function findEnd(events: readonly TimelineEvent[]): TimelineEvent | undefined {
  return findLast(events, "OrderRejected", "OrderCancelled", "CompensationStarted", "RefundStarted");
}

function findLast(events: readonly TimelineEvent[], ...types: readonly string[]): TimelineEvent | undefined {
  return events.findLast(({ type }) => types.includes(type));
}

function toEnd(end: TimelineEvent, effects: readonly TimelineEffect[]): Step {
  const { type, sequence, at, data } = end;
  const isEnded = type === "OrderRejected" || type === "OrderCancelled";
  const isRejected = type === "OrderRejected" || (data as { as?: string } | null)?.as === "REJECTED";
  const [rejected, cancelled] = ends as readonly [StepType, StepType];
  const { name, effects: types } = isRejected ? rejected : cancelled;
  if (isEnded) return { name, state: "done", isPivot: false, sequence, at };
  const error = effects
    .filter(isUnfinished)
    .flatMap((effect) => (types.includes(effect.type) ? (findError(effect) ?? []) : []));
  return { name, state: "current", isPivot: false, ...(error[0] === undefined ? {} : { error: error[0] }) };
}

/** Returns why a step is not done: the reason of a rejection, or of the attempt that failed last. */
function findReason(
  events: readonly TimelineEvent[],
  effect: TimelineEffect | undefined,
  end: TimelineEvent | undefined,
): string | undefined {
  const rejection = (end?.data as { rejection?: { message?: string } } | null | undefined)?.rejection;
  if (rejection?.message !== undefined) return rejection.message;
  const exhausted = events.findLast(({ type }) => type === "EffectExhausted")?.data as { reason?: string } | undefined;
  return effect === undefined ? exhausted?.reason : (findError(effect) ?? exhausted?.reason);
}
