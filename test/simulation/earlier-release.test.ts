import { describe, expect, it } from "vitest";
import { decide } from "../../workers/order/domain/decide.ts";
import type { Effect } from "../../workers/order/domain/effects.ts";
import type { OrderEvent } from "../../workers/order/domain/events.ts";
import { evolve } from "../../workers/order/domain/evolve.ts";
import { newOrder } from "../../workers/order/domain/order.ts";
import type { LogEntry } from "../../workers/order/saga/event-store.ts";
import { callFaults, commitFaults, dependencies, type FaultPlan, noFaults } from "./faults.ts";
import { findViolations } from "./oracle.ts";
import { OrderSimulation } from "./order-simulation.ts";
import { envelopeFor, orderId, placeOrderCommand, quote } from "./scenario.ts";

const lines = [{ sku: "A", quantity: 2 }];
const paymentKey = `${orderId}:payment`;
const paymentId = "pi_1";
const amount = { amountMinor: 2_000n, currency: "USD" } as const;

/** The events of an order that the domain of every release decides on. */
function decideFirstEvents(): readonly OrderEvent[] {
  const placed = decide({ ...placeOrderCommand, lines }, newOrder);
  const events = placed.ok ? placed.value : [];
  const at = { at: 1_800_000_000_000, actor: "account:acc_1" };
  const state = events.reduce((order, event, index) => evolve(order, { sequence: index + 1, event, ...at }), newOrder);
  const reserved = decide({ type: "reserved", lines: [{ ...quote, quantity: 2 }] }, state);
  const [stockReserved] = reserved.ok ? reserved.value : [];
  return stockReserved === undefined ? [] : [...events, stockReserved];
}

const started: OrderEvent = { type: "PaymentStarted", paymentId, paymentMethod: "pm", proceed: true };
const authorized: OrderEvent = { type: "PaymentAuthorized", paymentId, amount, proceed: true };
const created: OrderEvent = { type: "OrderCreated", paymentId, amount, proceed: true };
const captured: OrderEvent = { type: "PaymentCaptured", paymentId, amount };

/** The effects of earlier releases, each with the events before it and with what was done at the payment provider. */
const steps: readonly { readonly effect: Effect; readonly events: readonly OrderEvent[]; readonly payment: number }[] =
  [
    { effect: { type: "startPayment", amount }, events: [], payment: 0 },
    { effect: { type: "confirmPayment", paymentId, paymentMethod: "pm" }, events: [started], payment: 1 },
    { effect: { type: "createOrder" }, events: [started, authorized], payment: 2 },
    { effect: { type: "commitStock" }, events: [started, authorized, created, captured], payment: 3 },
  ];

/** Lets this release complete an order that an earlier release has left at a step. */
async function complete({ effect, events, payment }: (typeof steps)[number], plan: Partial<FaultPlan>) {
  const simulation = new OrderSimulation({
    card: "succeeds",
    stock: { A: 5 },
    plan: { ...noFaults, ...plan },
    random: () => 0.5,
  });
  const { catalog, payments } = simulation;
  catalog.reserve({ id: orderId, orderId, lines, redemptions: [], context: undefined });
  if (payment > 0) payments.start(amount.amountMinor, orderId, paymentKey);
  if (payment > 1) payments.confirm(paymentId, `${orderId}:3:0`);
  if (payment > 2) payments.capture(paymentId, amount.amountMinor, `${orderId}:5:0`);
  const log = [...decideFirstEvents(), ...events];
  simulation.load(
    log.map((event, index): LogEntry => {
      const recorded = { sequence: index + 1, at: simulation.now(), actor: "system", event };
      const isLast = index === log.length - 1;
      const pending = isLast ? [{ index: 0, effect, attempts: 0, dueAt: simulation.now() }] : [];
      return { recorded, traceId: envelopeFor("place").traceId, pending };
    }),
  );
  simulation.reserveKey(orderId);
  await simulation.run((runner) => runner.resume());
  await simulation.settle();
  simulation.deliverLateEvents();
  for (let attempt = 0; simulation.state().status === "NEEDS_ATTENTION" && attempt < 3; attempt++) {
    simulation.advanceTime(0);
    const retry = { type: "resolveOrder", resolution: "RETRY", note: "again" } as const;
    await simulation.run((runner) => runner.execute({ command: retry, ...envelopeFor(`retry ${attempt}`) }));
    await simulation.settle();
  }
  // The earlier release published the first event, and did not record the attempts of its effects.
  const violations = findViolations(simulation, { lastResponse: undefined, isFinal: true }).filter(
    (violation) => !violation.includes("order.placed.v1") && violation !== "the record of effects agrees with the log",
  );
  return { simulation, result: { plan, violations, status: simulation.state().status } };
}

describe.each(steps.map((step) => [step.effect.type, step] as const))(
  "an order that an earlier release has left at %s",
  (_name, step) => {
    it("is confirmed after any single fault and any outage", async () => {
      const { simulation } = await complete(step, {});
      const plans: Partial<FaultPlan>[] = [{}];
      for (let call = 0; call < simulation.calls + 1; call++) {
        for (const fault of callFaults) plans.push({ calls: new Map([[call, fault]]) });
        for (const dependency of dependencies) plans.push({ outage: { dependency, fromCall: call } });
      }
      for (let commit = 0; commit < simulation.commits + 1; commit++) {
        for (const fault of commitFaults) plans.push({ commits: new Map([[commit, fault]]) });
      }
      for (const plan of plans) {
        expect((await complete(step, plan)).result).toEqual({ plan, violations: [], status: "CONFIRMED" });
      }
    });
  },
);
