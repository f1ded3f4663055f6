import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decide } from "../../workers/order/domain/decide.ts";
import { isPending, isSettled, type OrderState } from "../../workers/order/domain/order.ts";
import { type CommandName, commandName, statuses, transitions } from "../../workers/order/domain/transitions.ts";
import { anyOutcomes, explore, type Point, type Step } from "./explore.ts";
import { renderOrderStates } from "./order-states.ts";

const paid: ReadonlySet<string> = new Set(["CONFIRMED", "FULFILLED", "DELIVERED", "REFUNDED", "PARTIALLY_REFUNDED"]);
const steps: Step[] = [];
const points: readonly Point[] = explore((step) => steps.push(step));

describe("every point that an order can reach", () => {
  it("lies on the table: no command does what the table does not say", () => {
    const violations = new Set<string>();
    for (const { command, before, after, events, reason } of steps) {
      const name = commandName(command);
      const transition = transitions[name][before.status];
      const told = reason ?? (events.length === 0 ? "nothing" : after.status);
      const isAllowed =
        transition === "nothing"
          ? told === "nothing"
          : "reason" in transition
            ? told === transition.reason || told === "NOT_FOUND" // The owner may have changed meanwhile.
            : events.length === 0 || transition.includes(after.status);
      if (!isAllowed) violations.add(`${name} at ${before.status}: ${told}`);
    }
    expect([...violations]).toEqual([]);
  });

  it("takes every way of the table: the table says nothing that does not happen", () => {
    const taken = new Set(
      steps.map(({ command, before, after, events, reason }) => {
        const does = reason ?? (events.length === 0 ? "nothing" : after.status);
        return `${commandName(command)} at ${before.status}: ${does}`;
      }),
    );
    const promised = Object.entries(transitions).flatMap(([name, row]) =>
      statuses.flatMap((status) => {
        const transition = row[status];
        if (transition === "nothing") return [];
        const tells = "reason" in transition ? [transition.reason] : transition;
        return tells.map((tell) => `${name} at ${status}: ${tell}`);
      }),
    );
    expect(promised.filter((way) => !taken.has(way))).toEqual([]);
  });

  it("takes a late echo of anything without changing", () => {
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

  it("is an end, or has something under way that leads on", () => {
    const dead = points.filter(({ state, pending }) => pending.length === 0 && !isSettled(state));
    expect(dead.map(({ state }) => [state.status, state.compensation])).toEqual([]);
  });

  it("keeps the money: captured before confirmed, never undone after, never more back than was taken", () => {
    const took = (state: OrderState) => state.transactions.some(({ kind }) => kind === "CAPTURE");
    const back = (state: OrderState) =>
      state.transactions
        .filter((entry) => entry.kind === "REFUND" && entry.status !== "FAILED")
        .reduce((sum, { amount }) => sum + amount.amountMinor, 0n);
    const violations = new Set<string>();
    const must = (name: string, { status }: OrderState, holds: boolean) => {
      if (!holds) violations.add(`${name}: ${status}`);
    };
    for (const { before, events } of steps) {
      const isUndone = events.some(({ type }) => type === "CompensationStarted" || type === "PaymentCaptured");
      must("captured once, and nothing is undone afterwards", before, !(took(before) && isUndone));
    }
    for (const { state } of points) {
      const { status, totals, refunded } = state;
      must("paid means captured", state, !paid.has(status) || took(state) || totals.total.amountMinor === 0n);
      must("rejected means that nothing was taken", state, status !== "REJECTED" || !took(state));
      const isBack = refunded.amountMinor === totals.total.amountMinor;
      must("cancelled means that all is back", state, status !== "CANCELLED" || !took(state) || isBack);
      must("cancelled means that nothing was sent", state, status !== "CANCELLED" || state.shipments.length === 0);
      must("no more back than was taken", state, back(state) <= (took(state) ? totals.total.amountMinor : 0n));
      const isQuiet = status === "NEEDS_ATTENTION" || !state.transactions.some(isPending);
      must("at its end no money is under way", state, !isSettled(state) || isQuiet);
    }
    expect([...violations]).toEqual([]);
  });
});

it("docs/order-states.md is what the table says", () => {
  const page = new URL("../../docs/order-states.md", import.meta.url);
  expect(readFileSync(page, "utf8")).toBe(renderOrderStates());
});
