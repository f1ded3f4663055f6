import { describe, expect, it } from "vitest";
import type { UserCommand } from "../../workers/order/domain/commands.ts";
import { isInFlight } from "../../workers/order/domain/order.ts";
import { days } from "./clock.ts";
import { type CallFault, callFaults, type FaultPlan, noFaults } from "./faults.ts";
import { OrderSimulation } from "./order-simulation.ts";
import { handleRefundWebhook, runScenario } from "./run-scenario.ts";
import { envelopeFor, paidOrder, placeOrderCommand } from "./scenario.ts";

const createSimulation = (plan: Partial<FaultPlan>) =>
  new OrderSimulation({ card: "succeeds", stock: { A: 5 }, plan: { ...noFaults, ...plan }, random: () => 0.5 });

const send = (simulation: OrderSimulation, command: UserCommand, name: string) =>
  simulation.run((runner) => runner.execute({ command, ...envelopeFor(name) }));

const placeOrder = (simulation: OrderSimulation) =>
  send(simulation, { ...placeOrderCommand, lines: [{ sku: "A", quantity: 2 }] }, "place");

const refundOrder = (simulation: OrderSimulation) =>
  send(simulation, { type: "refundOrder", amount: { amountMinor: 800n, currency: "USD" }, reason: "r" }, "refund");

describe("payments and refunds under faults", () => {
  it("start one payment when a crash lost the record of its start and the saga took another path", async () => {
    const { simulation: withoutFaults } = await runScenario(paidOrder, noFaults);
    for (let commit = 0; commit < withoutFaults.commits; commit++) {
      for (let fromCall = 0; fromCall < withoutFaults.calls; fromCall++) {
        const outage = { dependency: "catalog", fromCall } as const;
        const plan = { outage, commits: new Map([[commit, "crashBefore"]] as const) };
        // Staff retry immediately, so the provider's idempotency keys have not expired.
        const { violations, simulation } = await runScenario(
          { ...paidOrder, staffDelayMs: 0 },
          { ...noFaults, ...plan },
        );
        const finalStatus = simulation.state().status;
        expect({ plan, violations, finalStatus }).toEqual({ plan, violations: [], finalStatus: "CONFIRMED" });
      }
    }
  });

  it("refund once when a crash lost the response and the retry comes after the key has expired", async () => {
    const { simulation: withoutFaults } = await runScenario({ ...paidOrder, refunds: [40] }, noFaults);
    for (let call = 0; call < withoutFaults.calls; call++) {
      const calls = new Map([[call, "crashAfter" as CallFault]]);
      const simulation = createSimulation({ calls, crashDeletesAlarm: true });
      await placeOrder(simulation);
      await simulation.settle();
      simulation.extendDeadline(simulation.state().id);
      await refundOrder(simulation);
      simulation.advanceTime(days(3));
      await simulation.settle();
      expect([call, simulation.payments.all().map(({ refunded }) => refunded)]).toEqual([call, [800n]]);
    }
  });

  it("do not count the order's own refund as a dashboard refund when its webhook comes before the response", async () => {
    const { simulation: withoutFaults } = await runScenario(paidOrder, noFaults);
    const call = withoutFaults.calls;
    const simulation = createSimulation({
      calls: new Map([[call, "lostReply" as CallFault]]),
      outage: { dependency: "payments", fromCall: call + 1 },
    });
    await placeOrder(simulation);
    await refundOrder(simulation);
    expect([simulation.payments.refundChanges, simulation.state().transactions.some(isInFlight)]).toEqual([1, true]);
    expect(await handleRefundWebhook(simulation)).toBe(false);
    simulation.advanceTime(days(1));
    await send(simulation, { type: "resolveOrder", resolution: "RETRY", note: "again" }, "retry");
    await simulation.settle();
    expect(await handleRefundWebhook(simulation)).toBe(true);
    expect(simulation.state().refunded.amountMinor).toBe(800n);
  });

  it("refund a cancelled order whose payment was disputed and won before the idempotency keys expired", async () => {
    const scenario = {
      ...paidOrder,
      cancelAt: 2,
      dashboardRefund: { fromCall: 0, share: 1 },
      dispute: { fromCall: 10, ends: "won" },
      staffDelayMs: 0,
    } as const;
    const { violations, simulation } = await runScenario(scenario, noFaults);
    expect([violations, simulation.state().status]).toEqual([[], "CANCELLED"]);
    expect(simulation.payments.all().map(({ refunded }) => refunded)).toEqual([2_000n]);
  });

  it("are counted once when a cancellation that staff retry finds that nothing is left to refund", async () => {
    // The refund of staff fails before the cancellation refunds the rest, and its webhook comes after that.
    const { violations, simulation } = await runScenario(
      {
        ...paidOrder,
        cancelAt: 7,
        dashboardRefund: { fromCall: 6, share: 2 },
        refunds: [1],
        refundsArePending: true,
        failedRefund: { fromCall: 0 },
        hasPromotions: true,
        usageLimit: 1,
      },
      noFaults,
    );
    const { refunded, totals } = simulation.state();
    expect([violations, refunded]).toEqual([[], totals.total]);
  });

  it("count as refunded when a cancellation that staff retry after a lost dispute finds that all was refunded before", async () => {
    // The dashboard refunds more than the refund that fails.
    const { violations, simulation } = await runScenario(
      {
        ...paidOrder,
        cancelAt: 7,
        dashboardRefund: { fromCall: 6, share: 2 },
        refunds: [1],
        failedRefund: { fromCall: 0 },
        dispute: { fromCall: 14, ends: "lost" },
        staffDelayMs: 0,
        hasPromotions: true,
        usageLimit: 1,
      },
      noFaults,
    );
    const { refunded, totals } = simulation.state();
    expect([violations, refunded]).toEqual([[], totals.total]);
  });

  it("refund a cancelled order whose refund was refused because of a dashboard refund that failed afterwards", async () => {
    const scenario = {
      ...paidOrder,
      cancelAt: 2,
      dashboardRefund: { fromCall: 23, share: 1 },
      failedRefund: { fromCall: 0 },
      dispute: { fromCall: 0, ends: "won" },
      staffDelayMs: 0,
    } as const;
    const plan: FaultPlan = { ...noFaults, calls: new Map([[8, "lostRequest"]]) };
    const { violations, simulation } = await runScenario(scenario, plan);
    expect([violations, simulation.state().status]).toEqual([[], "CANCELLED"]);
    expect(simulation.payments.all().map(({ refunded }) => refunded)).toEqual([2_000n]);
  });

  it.each([2_000, 500])(
    "refund only the rest of 2000 on cancellation after a dashboard refund of %d, with any single fault",
    async (dashboardRefund) => {
      const cancelOrder = async (plan: Partial<FaultPlan>) => {
        const simulation = createSimulation(plan);
        await placeOrder(simulation);
        await simulation.settle();
        const firstCall = simulation.calls;
        const { payments } = simulation;
        for (const { id } of payments.all()) payments.refundInDashboard(id, BigInt(dashboardRefund));
        simulation.extendDeadline(simulation.state().id);
        await send(simulation, { type: "cancelOrder" }, "cancel");
        simulation.advanceTime(days(3));
        await simulation.settle();
        const refunded = payments.all().map((intent) => intent.refunded);
        const result = { status: simulation.state().status, refunded };
        return { firstCall, endCall: simulation.calls, result };
      };
      const { firstCall, endCall, result } = await cancelOrder({});
      expect(result).toEqual({ status: "CANCELLED", refunded: [2_000n] });
      for (let call = firstCall; call < endCall; call++) {
        for (const fault of callFaults) {
          const plan = { calls: new Map([[call, fault]]) };
          expect({ plan, result: (await cancelOrder(plan)).result }).toEqual({ plan, result });
        }
      }
    },
  );
});
