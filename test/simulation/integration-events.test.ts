import { describe, expect, it } from "vitest";
import { type FaultPlan, noFaults } from "./faults.ts";
import { OrderSimulation } from "./order-simulation.ts";
import { runScenario } from "./run-scenario.ts";
import { envelopeFor, paidOrder, placeOrderCommand, type Scenario } from "./scenario.ts";

const namesOf = (published: OrderSimulation["integrationEvents"]) =>
  published.map(({ event }) => event.type.split(".")[2]);

const createSimulation = (plan: FaultPlan) =>
  new OrderSimulation({ card: "succeeds", stock: { A: 5 }, plan, random: () => 0.5 });

async function placeOrder(simulation: OrderSimulation): Promise<void> {
  const command = { ...placeOrderCommand, lines: [{ sku: "A", quantity: 2 }] };
  await simulation.run((runner) => runner.execute({ command, ...envelopeFor("place") }));
}

const cases: readonly { readonly name: string; readonly scenario: Scenario; readonly expected: readonly string[] }[] = [
  { name: "paid", scenario: paidOrder, expected: ["placed", "confirmed"] },
  { name: "declined", scenario: { ...paidOrder, card: "declines" }, expected: ["placed", "rejected"] },
  { name: "out of stock", scenario: { ...paidOrder, stock: 1 }, expected: ["placed", "rejected"] },
  { name: "cancelled", scenario: { ...paidOrder, cancelAt: 1 }, expected: ["placed", "cancelled"] },
  {
    name: "delivered and partly refunded",
    scenario: { ...paidOrder, fulfil: true, refunds: [30] },
    expected: ["placed", "confirmed", "refunded", "shipped", "fulfilled", "delivered"],
  },
];

describe("integration events", () => {
  it.each(cases)("are published once each for an order that is $name", async ({ scenario, expected }) => {
    const { simulation } = await runScenario(scenario, noFaults);
    expect(namesOf(simulation.integrationEvents)).toEqual(expected);
  });

  it("are CloudEvents", async () => {
    const { simulation } = await runScenario({ ...paidOrder, refunds: [30] }, noFaults);
    const orderId = simulation.state().id;
    const total = { amountMinor: "2000", currency: "USD" };
    const data = { orderId, lines: [{ sku: "A", productId: "prd_1", quantity: 2 }], total };
    const findEvent = (type: string) => simulation.integrationEvents.find(({ event }) => event.type === type)?.event;
    const reservation = { id: orderId, redemptions: [] };
    expect(findEvent("stoa.order.confirmed.v1")).toEqual({
      specversion: "1.0",
      id: `${orderId}:7`,
      source: "/orders",
      type: "stoa.order.confirmed.v1",
      subject: orderId,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      datacontenttype: "application/json",
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      data: { ...data, reservation },
    });
    const refunded = { amountMinor: "600", currency: "USD" };
    expect(findEvent("stoa.order.refunded.v1")?.data).toEqual({ ...data, refunded });
  });

  it("are published after a crash that deleted the alarm, once the order is read", async () => {
    const { simulation: withoutFaults } = await runScenario(paidOrder, noFaults);
    const lastCommit = withoutFaults.commits - 1;
    const commits = new Map([[lastCommit, "crashAfter"]] as const);
    const outage = { dependency: "queue", fromCall: 0 } as const;
    const simulation = createSimulation({ ...noFaults, commits, crashDeletesAlarm: true, outage });
    await placeOrder(simulation);
    const alarms = simulation.alarmDelays.length;
    await simulation.run(async (runner) => runner.read());
    const { integrationEvents, alarmDelays } = simulation;
    expect([simulation.state().status, integrationEvents.length, alarmDelays.length]).toEqual([
      "CONFIRMED",
      0,
      alarms + 1,
    ]);
    await simulation.settle();
    expect(namesOf(simulation.integrationEvents).toSorted()).toEqual(["confirmed", "placed"]);
  });

  it("delay no response and add no commit while the queue is down", async () => {
    const simulation = createSimulation({ ...noFaults, outage: { dependency: "queue", fromCall: 0 } });
    const startedAt = simulation.now();
    await placeOrder(simulation);
    const elapsed = () => simulation.now() - startedAt;
    expect(simulation.state().status).toBe("CONFIRMED");
    expect([simulation.commits, elapsed() < 100, simulation.integrationEvents.length]).toEqual([5, true, 0]);
    // Only the alarm retries: the row of the order has no deadline.
    expect(simulation.alarmDelays.at(-1)).toBeLessThan(1_000);
    await simulation.settle();
    // Each event is retried on its own. A queue does not guarantee order anyway.
    expect(namesOf(simulation.integrationEvents).toSorted()).toEqual(["confirmed", "placed"]);
    expect(elapsed()).toBeGreaterThan(15 * 60_000);
  });
});
