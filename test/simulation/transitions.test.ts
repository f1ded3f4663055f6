import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decide } from "../../workers/order/domain/decide.ts";
import type { OrderEventType } from "../../workers/order/domain/events.ts";
import { fulfillmentStatus } from "../../workers/order/domain/fulfillment-status.ts";
import { orderStatuses } from "../../workers/order/domain/model.ts";
import { isInFlight, isSettled, type OrderState } from "../../workers/order/domain/order.ts";
import { paymentStatus } from "../../workers/order/domain/payment-status.ts";
import { type CommandName, commandName, transitions } from "../../workers/order/domain/transitions.ts";
import { anyOutcomes, explore, type Point, type Step } from "./explore.ts";
import { renderOrderStates } from "./order-states.ts";

const paid: ReadonlySet<string> = new Set(["CONFIRMED", "FULFILLED", "DELIVERED", "REFUNDED", "PARTIALLY_REFUNDED"]);
const steps: Step[] = [];
const points: readonly Point[] = explore((step) => steps.push(step));

/** The result of a step in the terms of the transition table: a reason, `nothing` or the new status. */
const resultOf = ({ reason, events, after }: Step) => reason ?? (events.length === 0 ? "nothing" : after.status);

describe("all reachable states of an order", () => {
  it("allow only transitions of the table", () => {
    const violations = new Set<string>();
    for (const step of steps) {
      const { command, before, after, events } = step;
      const name = commandName(command);
      const transition = transitions[name][before.status];
      const result = resultOf(step);
      const isAllowed =
        transition === "nothing"
          ? result === "nothing"
          : "reason" in transition
            ? [transition.reason, "NOT_FOUND", "CART_MERGED"].includes(result) // It may have another owner, or be merged.
            : events.length === 0 || transition.includes(after.status);
      if (!isAllowed) violations.add(`${name} at ${before.status}: ${result}`);
    }
    expect([...violations]).toEqual([]);
  });

  it("use every transition of the table", () => {
    const used = new Set(
      steps.map((step) => `${commandName(step.command)} at ${step.before.status}: ${resultOf(step)}`),
    );
    const listed = Object.entries(transitions).flatMap(([name, row]) =>
      orderStatuses.flatMap((status) => {
        const transition = row[status];
        if (transition === "nothing") return [];
        const results = "reason" in transition ? [transition.reason] : transition;
        return results.map((result) => `${name} at ${status}: ${result}`);
      }),
    );
    expect(listed.filter((transition) => !used.has(transition))).toEqual([]);
  });

  it("ignore a duplicate outcome of any effect", () => {
    const changed = points.flatMap(({ state }) =>
      anyOutcomes
        .filter((outcome) => transitions[outcome.type as CommandName][state.status] === "nothing")
        .filter((outcome) => {
          const decided = decide(outcome, state);
          return !decided.ok || decided.value.length > 0;
        })
        .map(({ type }) => `${type} at ${state.status}`),
    );
    expect(changed).toEqual([]);
  });

  it("are settled or have a pending effect", () => {
    const deadEnds = points.filter(({ state, pending }) => pending.length === 0 && !isSettled(state));
    expect(deadEnds.map(({ state }) => [state.status, state.compensation])).toEqual([]);
  });

  it("are consistent with money: captured once, not compensated afterwards, refunded at most in full", () => {
    const isCaptured = (state: OrderState) => state.transactions.some(({ kind }) => kind === "CAPTURE");
    const refundedOf = (state: OrderState) =>
      state.transactions
        .filter((entry) => entry.kind === "REFUND" && entry.status !== "FAILED")
        .reduce((sum, { amount }) => sum + amount.amountMinor, 0n);
    const violations = new Set<string>();
    const assert = (invariant: string, { status }: OrderState, holds: boolean) => {
      if (!holds) violations.add(`${invariant}: ${status}`);
    };
    for (const { before, events } of steps) {
      const isRevised = events.some(({ type }) => type === "CompensationStarted" || type === "PaymentCaptured");
      assert("no second capture and no compensation after a capture", before, !(isCaptured(before) && isRevised));
    }
    for (const { state } of points) {
      const { status, totals, refunded } = state;
      const total = totals.total.amountMinor;
      const lost = state.disputes.some((dispute) => dispute.status === "LOST") ? total : 0n;
      const isFullyRefunded = refunded.amountMinor + lost >= total;
      assert("paid means captured, unless free", state, !paid.has(status) || isCaptured(state) || total === 0n);
      assert("rejected means not captured", state, status !== "REJECTED" || !isCaptured(state));
      assert("cancelled means refunded", state, status !== "CANCELLED" || !isCaptured(state) || isFullyRefunded);
      assert("cancelled means not shipped", state, status !== "CANCELLED" || state.shipments.length === 0);
      assert("refunds never exceed the capture", state, refundedOf(state) <= (isCaptured(state) ? total : 0n));
      const isMoneySettled = status === "NEEDS_ATTENTION" || !state.transactions.some(isInFlight);
      assert("settled means no transaction in flight", state, !isSettled(state) || isMoneySettled);
    }
    expect([...violations]).toEqual([]);
  });
});

describe("the two statuses beside the status of an order", () => {
  /** Returns the steps all of whose events are of these types, where the status changed. */
  function findChanges(types: readonly OrderEventType[], statusOf: (state: OrderState) => string): readonly string[] {
    const allowed: ReadonlySet<OrderEventType> = new Set(types);
    return steps
      .filter(({ events }) => events.every(({ type }) => allowed.has(type)))
      .filter(({ before, after }) => statusOf(before) !== statusOf(after))
      .map(({ before, events }) => `${events.map(({ type }) => type).join()} at ${before.status}`);
  }

  it("do not change the payment status by units", () => {
    const unitEvents = ["ShipmentCreated", "OrderFulfilled", "OrderDelivered", "LinesCancelled"] as const;
    expect(findChanges([...unitEvents, "StockRestocked", "StockReleased"], paymentStatus)).toEqual([]);
  });

  it("do not change the fulfillment status by payments", () => {
    const paymentEvents = ["PaymentAuthorized", "PaymentCaptured", "PaymentDeclined", "PaymentVoided"] as const;
    const refundEvents = [
      "PaymentRefunded",
      "RefundNoted",
      "RefundFailed",
      "RefundCompleted",
      "RefundNotOwed",
    ] as const;
    const disputeEvents = ["DisputeOpened", "DisputeUpdated", "DisputeClosed", "CancellationReopened"] as const;
    expect(findChanges([...paymentEvents, ...refundEvents, ...disputeEvents], fulfillmentStatus)).toEqual([]);
  });

  it("show the goods of a final order as cancelled", () => {
    const isEnded = ({ state: { status } }: Point) => status === "REJECTED" || status === "CANCELLED";
    expect(new Set(points.filter(isEnded).map(({ state }) => fulfillmentStatus(state)))).toEqual(
      new Set(["CANCELLED"]),
    );
  });
});

describe("docs/order-states.md", () => {
  it("is generated from the transition table", () => {
    const page = new URL("../../docs/order-states.md", import.meta.url);
    expect(readFileSync(page, "utf8")).toBe(renderOrderStates());
  });
});
