import { describe, expect, it } from "vitest";
import { type Explanation, explain } from "../../workers/order/domain/explaining.ts";
import { type FaultPlan, noFaults } from "./faults.ts";
import type { OrderSimulation } from "./order-simulation.ts";
import { runScenario } from "./run-scenario.ts";
import { paidOrder, type Scenario } from "./scenario.ts";

type Case = readonly [changes: Partial<Scenario>, plan?: Partial<FaultPlan>];

async function simulate([changes, plan = {}]: Case): Promise<OrderSimulation> {
  const { violations, simulation } = await runScenario({ ...paidOrder, ...changes }, { ...noFaults, ...plan });
  expect(violations).toEqual([]);
  return simulation;
}

/** Explains the order as it was after the last event of a type, or at its end. */
function explainAt(simulation: OrderSimulation, viewer: "staff" | "owner", last?: string): readonly Explanation[] {
  const all = simulation.log.map(({ recorded }) => recorded);
  const events = last === undefined ? all : all.slice(0, all.findLastIndex(({ event }) => event.type === last) + 1);
  return explain(simulation.state(events.at(-1)?.sequence), events, { viewer, giveUpMs: 900_000 });
}

const sentencesOf = (explanation: readonly Explanation[]) => explanation.map(({ text }) => text);

const cases: Readonly<
  Record<string, { readonly says: string; readonly ends: RegExp; readonly orders: readonly Case[] }>
> = {
  "is confirmed": {
    says: "The payment was captured, and the order was confirmed.",
    ends: /^The order is confirmed: 2 units wait to be shipped\.$/,
    orders: [
      [{}],
      [{ viaCart: true }],
      [{ card: "requiresAction" }],
      [{ sendsDuplicates: true }],
      [{}, { outage: { dependency: "payments", fromCall: 2 } }],
    ],
  },
  "was declined": {
    says: "The payment was declined: the payment provider returned generic_decline.",
    ends: /^The order is rejected\.$/,
    orders: [
      [{ card: "declines" }],
      [{ card: "declines", viaCart: true }],
      [{ card: "declines", sendsDuplicates: true }],
      [{ card: "declines" }, { evictions: new Set([0]) }],
      [{ card: "declines", price: 2_000n }],
    ],
  },
  "was short of stock": {
    says: "There was not enough stock of A.",
    ends: /^The order is rejected\.$/,
    orders: [
      [{ stock: 1 }],
      [{ stock: 0 }],
      [{ stock: 1, viaCart: true }],
      [{ stock: 1, card: "declines" }],
      [{ stock: 1, sendsDuplicates: true }],
    ],
  },
  "was cancelled in flight": {
    says: "The cancellation was completed.",
    ends: /^The order is cancelled\.$/,
    orders: [
      [{ cancelAt: 0 }],
      [{ cancelAt: 1 }],
      [{ cancelAt: 2 }],
      [{ cancelAt: 3 }],
      [{ cancelAt: 0, viaCart: true }],
    ],
  },
};

describe.each(Object.entries(cases))("an order that %s", (_name, { says, ends, orders }) => {
  it("is explained with what happened and where it is", async () => {
    for (const order of orders) {
      const sentences = sentencesOf(explainAt(await simulate(order), "staff"));
      expect([order, sentences]).toEqual([order, expect.arrayContaining([says])]);
      expect(sentences.at(-1)).toMatch(ends);
    }
  });
});

describe("an order that needs attention", () => {
  it("is explained with the step that did not succeed, and with the decision", async () => {
    const cancelled = { unitActions: { actions: [{ type: "cancelOrder" } as const], waits: true } };
    const steps: readonly (readonly [work: string, order: Case])[] = [
      ["the reservation of its stock", [{}, { outage: { dependency: "catalog", fromCall: 0 } }]],
      ["the authorization of its payment", [{}, { outage: { dependency: "payments", fromCall: 0 } }]],
      ["the capture of its payment", [{}, { outage: { dependency: "payments", fromCall: 2 } }]],
      ["a refund", [cancelled, { outage: { dependency: "payments", fromCall: 6 } }]],
      ["the return of its stock", [cancelled, { outage: { dependency: "catalog", fromCall: 6 } }]],
    ];
    for (const [work, order] of steps) {
      const simulation = await simulate(order);
      const sentences = sentencesOf(explainAt(simulation, "staff", "EffectExhausted"));
      expect(sentences.slice(-2)).toEqual([
        `Automatic recovery gave up: ${work} did not succeed.`,
        "The order needs attention: staff must decide whether to retry.",
      ]);
      expect(sentencesOf(explainAt(simulation, "owner", "EffectExhausted")).join(" ")).not.toContain(work);
    }
    const givenUp = await simulate([{ staffGiveUp: true }, { outage: { dependency: "catalog", fromCall: 0 } }]);
    expect(sentencesOf(explainAt(givenUp, "staff"))).toContain(
      "The order ends without the steps that were given up: the stock is released.",
    );
  });
});

describe("an order that waits", () => {
  it("says for what and until when, to the buyer too", async () => {
    const simulation = await simulate([{ card: "requiresAction" }]);
    for (const viewer of ["staff", "owner"] as const) {
      expect(sentencesOf(explainAt(simulation, viewer, "PaymentActionRequired")).at(-1)).toBe(
        "The order is reserved: it waits for the buyer to confirm the payment until 2027-01-15 08:10 UTC.",
      );
    }
    const left = await simulate([{ card: "requiresAction", authenticates: undefined }]);
    expect(sentencesOf(explainAt(left, "owner"))).toContain("The buyer did not confirm the payment in time.");
  });
});

describe("an order after its confirmation", () => {
  it("is explained with its shipments, refunds and its cancellation", async () => {
    const refunded = await simulate([{ refunds: [30, 70], fulfil: true }]);
    expect(sentencesOf(explainAt(refunded, "owner")).slice(-5)).toEqual([
      "The shop requested a refund of $6.00.",
      "$6.00 was refunded.",
      "The shop requested a refund of $14.00.",
      "$14.00 was refunded.",
      "The order is refunded.",
    ]);
    const delivered = await simulate([{ fulfil: true }]);
    expect(sentencesOf(explainAt(delivered, "owner")).slice(-4)).toEqual([
      "2 units were shipped.",
      "Nothing is left to ship.",
      "The order was marked as delivered.",
      "The order is delivered.",
    ]);
    const cancelled = await simulate([{ unitActions: { actions: [{ type: "cancelOrder" }], waits: true } }]);
    expect(explainAt(cancelled, "staff").slice(4)).toEqual([
      { text: "The buyer cancelled the order after it was confirmed.", sequences: [8] },
      { text: "The cancellation follows: $20.00 is refunded and 2 units go back on sale.", sequences: [8, 9] },
      { text: "$20.00 was refunded.", sequences: [9, 10] },
      { text: "2 units went back on sale.", sequences: [11] },
      { text: "The cancellation was completed.", sequences: [8, 12] },
      { text: "The order is cancelled.", sequences: [12] },
    ]);
  });
});

describe("the explanation for the buyer", () => {
  it("has neither the reasons of the payment provider nor the names of staff and of other orders", async () => {
    const declined = await simulate([{ card: "declines" }]);
    expect(sentencesOf(explainAt(declined, "owner")).join(" ")).not.toContain("generic_decline");
    const disputed = await simulate([{ cancelAt: 4, dispute: { fromCall: 4, ends: "lost" } }]);
    expect(sentencesOf(explainAt(disputed, "owner")).join(" ")).not.toContain("fraudulent");
    const replaced = await simulate([{ stock: 2, hasEarlierOrder: true }]);
    expect(sentencesOf(explainAt(replaced, "staff")).join(" ")).toContain("1 unpaid order of the same account held it");
    expect(sentencesOf(explainAt(replaced, "owner")).join(" ")).not.toContain("unpaid");
  });
});
