import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UserCommand } from "../../workers/order/domain/commands.ts";
import { isPending } from "../../workers/order/domain/order.ts";
import { createRandom } from "../support/random.ts";
import { anyPlan, anyScenario } from "./arbitraries.ts";
import { days } from "./clock.ts";
import { type CallFault, callFaults, commitFaults, dependencies, type FaultPlan, noFaults } from "./faults.ts";
import { OrderSimulation } from "./order-simulation.ts";
import {
  envelopeFor,
  handleRefundWebhook,
  paidOrder,
  placeOrderCommand,
  runScenario,
  type Scenario,
} from "./run-scenario.ts";

const scenarios: Readonly<Record<string, Scenario>> = {
  "that is paid": paidOrder,
  "from a cart": { ...paidOrder, viaCart: true },
  "that is free": { ...paidOrder, price: 0n, fulfil: true },
  "that is free and cancelled in the end": { ...paidOrder, price: 0n, cancelAt: 4 },
  ...Object.fromEntries(
    Array.from({ length: 4 }, (_, call) => [
      `that is free, cancelled during call ${call}`,
      { ...paidOrder, price: 0n, cancelAt: call },
    ]),
  ),
  "that is declined": { ...paidOrder, card: "declines" },
  "without stock": { ...paidOrder, stock: 1 },
  "whose holder confirms": { ...paidOrder, card: "asks" },
  "whose holder declines": { ...paidOrder, card: "asks", authenticates: false },
  "that is shipped and partly refunded": { ...paidOrder, fulfil: true, refunds: [30, 70] },
  "that is refunded beyond its total": { ...paidOrder, refunds: [60, 60] },
  "that is refunded by hand too": { ...paidOrder, dashboardRefund: { fromCall: 8, share: 40 }, refunds: [30, 30] },
  ...Object.fromEntries(
    Array.from({ length: 7 }, (_, call) => [`cancelled during call ${call}`, { ...paidOrder, cancelAt: call }]),
  ),
  "declined and cancelled": { ...paidOrder, card: "declines", cancelAt: 3 },
  "asked for twice at once": { ...paidOrder, sendsDuplicates: true, refunds: [40] },
};

const ends: Readonly<Record<string, string>> = {
  "that is paid": "CONFIRMED",
  "from a cart": "CONFIRMED",
  "that is free": "DELIVERED",
  "that is declined": "REJECTED",
  "without stock": "REJECTED",
  "whose holder confirms": "CONFIRMED",
  "whose holder declines": "REJECTED",
  "that is refunded by hand too": "REFUNDED",
  "that is shipped and partly refunded": "REFUNDED",
  "that is refunded beyond its total": "PARTIALLY_REFUNDED",
  "asked for twice at once": "PARTIALLY_REFUNDED",
};

const endsOf = (name: string): readonly string[] => {
  const end = ends[name];
  return end === undefined ? ["CANCELLED", "REJECTED"] : [end];
};

/** One thing that goes wrong, at each place where it can. */
function* singleFaults(world: OrderSimulation): Generator<Partial<FaultPlan>> {
  for (let call = 0; call < world.calls + 2; call++) {
    for (const fault of callFaults) yield { calls: new Map([[call, fault]]) };
  }
  for (let commit = 0; commit < world.commits + 2; commit++) {
    for (const fault of commitFaults) yield { commits: new Map([[commit, fault]]) };
  }
  for (let alarm = 0; alarm < 4; alarm++) yield { calls: new Map([[1, "crashAfter"]]), lostAlarms: new Set([alarm]) };
}

/**
 * A receiver that is away for longer than anybody tries. With the last answer before it lost nobody knows for days
 * whether that call went through.
 */
function* outages(world: OrderSimulation): Generator<Partial<FaultPlan>> {
  for (const receiver of dependencies) {
    for (let fromCall = 0; fromCall < world.calls; fromCall++) {
      const outage = { receiver, fromCall };
      yield { outage };
      yield { outage, calls: new Map([[fromCall - 1, "lostReply"]]) };
    }
  }
}

async function lifeOf(scenario: Scenario, plan: Partial<FaultPlan>): Promise<object> {
  const { violations, world } = await runScenario(scenario, { ...noFaults, ...plan });
  return { plan, violations, end: world.state().status };
}

/** The same end as without faults; where somebody cancels meanwhile, whichever came first. */
function promised(name: string, plan: Partial<FaultPlan>): object {
  return { plan, violations: [], end: ends[name] ?? expect.stringMatching(/^(CANCELLED|REJECTED|CONFIRMED)$/) };
}

describe.each(Object.entries(scenarios))("an order %s", (name, scenario) => {
  it("ends as it should when nothing goes wrong", async () => {
    const { violations, world } = await runScenario(scenario, noFaults);
    expect(violations).toEqual([]);
    expect(endsOf(name)).toContain(world.state().status);
  });

  it("keeps every promise with any single fault at any call or commit, and ends as without it", async () => {
    const { world } = await runScenario(scenario, noFaults);
    for (const plan of singleFaults(world)) expect(await lifeOf(scenario, plan)).toEqual(promised(name, plan));
  });

  it("keeps every promise with any receiver away from any call on, until staff try again", async () => {
    const { world } = await runScenario(scenario, noFaults);
    for (const plan of outages(world)) expect(await lifeOf(scenario, plan)).toEqual(promised(name, plan));
  });
});

it("keeps every promise when staff give it up, as soon as anybody has stopped trying", async () => {
  const ends = new Set<string>();
  for (const scenario of Object.values(scenarios)) {
    const { world: whole } = await runScenario(scenario, noFaults);
    for (const plan of outages(whole)) {
      const { violations, world } = await runScenario({ ...scenario, staffGiveUp: true }, { ...noFaults, ...plan });
      expect({ plan, violations }).toEqual({ plan, violations: [] });
      const isGivenUp = world.log.some(
        ({ recorded: { event } }) => event.type === "ResolutionChosen" && event.resolution === "GIVE_UP",
      );
      if (isGivenUp) ends.add(world.state().status);
    }
  }
  expect([...ends].sort()).toEqual(["CANCELLED", "REJECTED"]);
});

it("is written five times on its way to CONFIRMED, and sets one alarm, for when its driver has died", async () => {
  const { world } = await runScenario(paidOrder, noFaults);
  expect([world.commits, world.alarmDelays]).toEqual([5, [5_000]]);
});

/** Whatever is lost with a crash comes back by the alarm, long before the cron would look. */
describe("an order whose buyer has left", () => {
  it("is finished by its alarm soon after any crash, or two", async () => {
    const left: Scenario = { ...paidOrder, onNoResponse: "leaves" };
    const { world } = await runScenario(left, noFaults);
    for (let call = 0; call < world.calls; call++) {
      for (const second of [call + 1, call + 2, world.calls + 10]) {
        const calls = new Map([call, second].map((at) => [at, "crashAfter" as CallFault]));
        expect(await endAfterCrash(left, { calls })).toEqual(endsSoon({ calls }));
      }
    }
  });

  it("is finished by its alarm soon after a crash in an alarm that tried again", async () => {
    const left: Scenario = { ...paidOrder, onNoResponse: "leaves" };
    const { world } = await runScenario(left, noFaults);
    for (let call = 0; call < world.calls; call++) {
      // By the sixth try the request has stopped waiting: the alarm goes on, and crashes.
      const lost = Array.from({ length: 6 }, (_, index) => [call + index, "lostRequest"] as const);
      const plan = { calls: new Map<number, CallFault>([...lost, [call + 6, "crashAfter"]]) };
      expect(await endAfterCrash(left, plan)).toEqual(endsSoon(plan));
    }
  });

  it("is finished soon after somebody looks at it, when the crash took its alarm too", async () => {
    const looking: Scenario = { ...paidOrder, onNoResponse: "looks" };
    const { world } = await runScenario(looking, noFaults);
    for (let call = 0; call < world.calls; call++) {
      const plan = { calls: new Map([[call, "crashAfter" as CallFault]]), crashTakesAlarm: true };
      expect(await endAfterCrash(looking, plan)).toEqual(endsSoon(plan));
    }
  });
});

/** Long before the cron would look. */
const soonMs = 15_000;

async function endAfterCrash(scenario: Scenario, plan: Partial<FaultPlan>): Promise<object> {
  const { violations, world } = await runScenario(scenario, { ...noFaults, ...plan });
  const { status, updatedAt } = world.state();
  return { plan, violations, status, isSoon: updatedAt - (world.crashedAt ?? Number.NaN) < soonMs };
}

function endsSoon(plan: Partial<FaultPlan>): object {
  return { plan, violations: [], status: "CONFIRMED", isSoon: true };
}

it("begins one payment, though a crash took that it had begun, and the way back was another", async () => {
  const { world: whole } = await runScenario(paidOrder, noFaults);
  for (let commit = 0; commit < whole.commits; commit++) {
    for (let fromCall = 0; fromCall < whole.calls; fromCall++) {
      const outage = { receiver: "catalog", fromCall } as const;
      const plan = { outage, commits: new Map([[commit, "crashBefore"]] as const) };
      // Staff are quick: the provider still knows its keys.
      expect(await lifeOf({ ...paidOrder, staffDelayMs: 0 }, plan)).toEqual({ plan, violations: [], end: "CONFIRMED" });
    }
  }
});

it("gives money back once, though its answer was lost with everything for longer than a provider knows its keys", async () => {
  const { world: whole } = await runScenario({ ...paidOrder, refunds: [40] }, noFaults);
  for (let call = 0; call < whole.calls; call++) {
    const calls = new Map([[call, "crashAfter" as CallFault]]);
    const plan = { ...noFaults, calls, crashTakesAlarm: true };
    const world = new OrderSimulation({ card: "pays", stock: { A: 5 }, plan, random: () => 0.5 });
    const ask = (command: UserCommand, name: string) =>
      world.run((driver) => driver.execute({ command, ...envelopeFor(name) }));
    await ask({ ...placeOrderCommand, lines: [{ sku: "A", quantity: 2 }] }, "place");
    await world.settle();
    world.extendDeadline(world.state().id);
    await ask({ type: "refundOrder", amount: { amountMinor: 800n, currency: "USD" }, reason: "r" }, "refund");
    world.advanceTime(days(3));
    await world.settle();
    expect([call, world.payments.all().map(({ refunded }) => refunded)]).toEqual([call, [800n]]);
  }
});

it("takes its own refund for its own, though the provider tells of it before the order has its answer", async () => {
  const { world: whole } = await runScenario(paidOrder, noFaults);
  const call = whole.calls;
  const plan = {
    calls: new Map([[call, "lostReply" as CallFault]]),
    outage: { receiver: "payments", fromCall: call + 1 } as const,
  };
  const world = new OrderSimulation({
    card: "pays",
    stock: { A: 5 },
    plan: { ...noFaults, ...plan },
    random: () => 0.5,
  });
  const ask = (command: UserCommand, name: string) =>
    world.run((driver) => driver.execute({ command, ...envelopeFor(name) }));
  await ask({ ...placeOrderCommand, lines: [{ sku: "A", quantity: 2 }] }, "place");
  await ask({ type: "refundOrder", amount: { amountMinor: 800n, currency: "USD" }, reason: "r" }, "refund");
  expect([world.payments.refundCount, world.state().transactions.some(isPending)]).toEqual([1, true]);
  expect(await handleRefundWebhook(world)).toBe(false);
  world.advanceTime(days(1));
  await ask({ type: "resolveOrder", resolution: "RETRY", note: "again" }, "retry");
  await world.settle();
  expect(await handleRefundWebhook(world)).toBe(true);
  expect(world.state().refunded.amountMinor).toBe(800n);
});

it.each([2_000, 500])(
  "owes what is left of 2,000 when %d went back by hand, whatever fails on the way",
  async (byHand) => {
    const cancelled = async (plan: Partial<FaultPlan>) => {
      const world = new OrderSimulation({
        card: "pays",
        stock: { A: 5 },
        plan: { ...noFaults, ...plan },
        random: () => 0.5,
      });
      const ask = (command: UserCommand, name: string) =>
        world.run((driver) => driver.execute({ command, ...envelopeFor(name) }));
      await ask({ ...placeOrderCommand, lines: [{ sku: "A", quantity: 2 }] }, "place");
      await world.settle();
      const from = world.calls;
      for (const { id } of world.payments.all()) world.payments.refundInDashboard(id, BigInt(byHand));
      world.extendDeadline(world.state().id);
      await ask({ type: "cancelOrder" }, "cancel");
      world.advanceTime(days(3));
      await world.settle();
      const refunded = world.payments.all().map((intent) => intent.refunded);
      return { from, to: world.calls, end: { status: world.state().status, refunded } };
    };
    const { from, to, end } = await cancelled({});
    expect(end).toEqual({ status: "CANCELLED", refunded: [2_000n] });
    for (let call = from; call < to; call++) {
      for (const fault of callFaults) {
        const plan = { calls: new Map([[call, fault]]) };
        expect({ plan, end: (await cancelled(plan)).end }).toEqual({ plan, end });
      }
    }
  },
);

it("keeps every promise through any combination of faults", async () => {
  const property = fc.asyncProperty(anyScenario, anyPlan, fc.nat(), async (scenario, plan, chance) => {
    expect((await runScenario(scenario, plan, createRandom(chance))).violations).toEqual([]);
  });
  await fc.assert(property, { numRuns: 2_000, seed: 42 });
});
