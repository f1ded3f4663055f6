import { describe, expect, it } from "vitest";
import { noFaults } from "./faults.ts";
import { OrderSimulation } from "./order-simulation.ts";
import { envelopeFor, paidOrder, placeOrderCommand, runScenario } from "./run-scenario.ts";

const names = (facts: OrderSimulation["integrationEvents"]) => facts.map(({ fact }) => fact.type.split(".")[2]);

describe("what the world is told of an order", () => {
  it.each([
    [paidOrder, ["placed", "confirmed"]],
    [{ ...paidOrder, card: "declines" } as const, ["placed", "rejected"]],
    [{ ...paidOrder, stock: 1 }, ["placed", "rejected"]],
    [{ ...paidOrder, cancelAt: 2 }, ["placed", "cancelled"]],
    [{ ...paidOrder, fulfil: true, refunds: [30] }, ["placed", "confirmed", "refunded", "fulfilled", "delivered"]],
  ])("is what happened to it, once where nothing goes wrong", async (scenario, told) => {
    const { world } = await runScenario(scenario, noFaults);
    expect(names(world.integrationEvents)).toEqual(told);
  });

  it("is a CloudEvent", async () => {
    const { world } = await runScenario({ ...paidOrder, refunds: [30] }, noFaults);
    const orderId = world.state().id;
    const total = { amountMinor: "2000", currency: "USD" };
    const data = { orderId, lines: [{ sku: "A", productId: "prd_1", quantity: 2 }], total };
    const at = (type: string) => world.integrationEvents.find(({ fact }) => fact.type === type)?.fact;
    expect(at("stoa.order.confirmed.v1")).toEqual({
      specversion: "1.0",
      id: `${orderId}:7`,
      source: "/orders",
      type: "stoa.order.confirmed.v1",
      subject: orderId,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      datacontenttype: "application/json",
      data,
    });
    expect(at("stoa.order.refunded.v1")?.data).toEqual({ ...data, refunded: { amountMinor: "600", currency: "USD" } });
  });

  it("is told though a crash took it with the alarm, as soon as anybody reads the order", async () => {
    const { world: whole } = await runScenario(paidOrder, noFaults);
    const last = whole.commits - 1;
    const plan = { ...noFaults, commits: new Map([[last, "crashAfter"]] as const), crashTakesAlarm: true } as const;
    const outage = { receiver: "queue", fromCall: 0 } as const;
    const world = new OrderSimulation({ card: "pays", stock: { A: 5 }, plan: { ...plan, outage }, random: () => 0.5 });
    const command = { ...placeOrderCommand, lines: [{ sku: "A", quantity: 2 }] };
    await world.run((driver) => driver.execute({ command, ...envelopeFor("place") }));
    const alarms = world.alarmDelays.length;
    await world.run(async (driver) => driver.read());
    expect([world.state().status, world.integrationEvents.length, world.alarmDelays.length]).toEqual([
      "CONFIRMED",
      0,
      alarms + 1,
    ]);
    await world.settle();
    expect(names(world.integrationEvents).toSorted()).toEqual(["confirmed", "placed"]);
  });

  it("costs the buyer no commit, and no time while the queue is away", async () => {
    const plan = { ...noFaults, outage: { receiver: "queue", fromCall: 0 } } as const;
    const world = new OrderSimulation({ card: "pays", stock: { A: 5 }, plan, random: () => 0.5 });
    const begun = world.now();
    const command = { ...placeOrderCommand, lines: [{ sku: "A", quantity: 2 }] };
    await world.run((driver) => driver.execute({ command, ...envelopeFor("place") }));
    expect(world.state().status).toBe("CONFIRMED");
    expect([world.commits, world.now() - begun < 100, world.integrationEvents.length]).toEqual([5, true, 0]);
    // The alarm is what tries again: no row says that anything is left to do.
    expect(world.alarmDelays.at(-1)).toBeLessThan(1_000);
    await world.settle();
    // Each is tried by itself: a queue promises no order anyway.
    expect(names(world.integrationEvents).toSorted()).toEqual(["confirmed", "placed"]);
    expect(world.now() - begun).toBeGreaterThan(15 * 60_000);
  });
});
