import { describe, expect, it } from "vitest";
import { callFaults, commitFaults, type FaultPlan, noFaults } from "./faults.ts";
import type { OrderSimulation } from "./order-simulation.ts";
import { runScenario } from "./run-scenario.ts";
import { paidOrder, type Scenario } from "./scenario.ts";

const taxed: Scenario = { ...paidOrder, hasTaxProvider: true };
/** `types` are the reports without faults. */
const scenarios: readonly (readonly [name: string, scenario: Scenario, types: readonly string[]])[] = [
  ["paid", taxed, ["sale"]],
  ["declined", { ...taxed, card: "declines" }, []],
  ["refunded in two parts", { ...taxed, refunds: [30, 70] }, ["sale", "reversal", "reversal"]],
  [
    "refunded later by the payment provider",
    { ...taxed, refunds: [30], refundsArePending: true },
    ["sale", "reversal"],
  ],
  [
    "refunded by a refund that fails after it was complete",
    { ...taxed, refunds: [30], failedRefund: { fromCall: 10 } },
    ["sale", "reversal", "undo"],
  ],
  ["cancelled before the payment is captured", { ...taxed, cancelAt: 1 }, []],
  ["cancelled after the payment was captured", { ...taxed, cancelAt: 4 }, ["sale", "reversal"]],
];

/** Returns what was reported, and what should have been. */
function compare(simulation: OrderSimulation) {
  const { transactions, refunds } = simulation.state();
  const isConfirmed = simulation.log.some(({ recorded }) => recorded.event.type === "OrderConfirmed");
  const completed = new Set(
    transactions.flatMap(({ kind, status, id }) => (kind === "REFUND" && status === "SUCCEEDED" ? [id] : [])),
  );
  const shares = refunds.filter(({ id }) => completed.has(id)).flatMap((refund) => refund.shares);
  return {
    reported: [simulation.taxes.transactions.filter(({ type }) => type === "sale").length, simulation.taxes.reversed],
    expected: [isConfirmed ? 1 : 0, shares.reduce((sum, { amount }) => sum + amount.amountMinor, 0n)],
  };
}

async function run(scenario: Scenario, plan: Partial<FaultPlan> = {}) {
  const { simulation, violations } = await runScenario(scenario, { ...noFaults, ...plan });
  const { reported, expected } = compare(simulation);
  expect({ plan, violations, reported }).toEqual({ plan, violations: [], reported: expected });
  return simulation;
}

describe.each(scenarios)("the reports to a tax provider of an order that is %s", (_name, scenario, types) => {
  it("agree with the sale and its refunds without faults", async () => {
    expect((await run(scenario)).taxes.transactions.map(({ type }) => type)).toEqual(types);
  });

  it("agree after any single fault at any call or commit", async () => {
    const { calls, commits } = await run(scenario);
    for (let call = 0; call < calls; call++) {
      for (const fault of callFaults) {
        await run(scenario, { calls: new Map([[call, fault]]) });
        await run(scenario, { calls: new Map([[call, fault]]), crashDeletesAlarm: true });
      }
    }
    for (let commit = 0; commit < commits; commit++) {
      for (const fault of commitFaults) await run(scenario, { commits: new Map([[commit, fault]]) });
    }
  });

  it("agree after an outage of the provider or of the database from any call on", async () => {
    const { calls } = await run(scenario);
    for (const dependency of ["payments", "database"] as const) {
      for (let fromCall = 0; fromCall < calls; fromCall++) {
        await run(scenario, { outage: { dependency, fromCall } });
      }
    }
  });
});
