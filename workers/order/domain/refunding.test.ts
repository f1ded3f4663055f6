import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Command, Outcome } from "./commands.ts";
import { decide } from "./decide.ts";
import type { Effect } from "./effects.ts";
import { effectsOf } from "./effects-of.ts";
import { createEventDecoder, encodeEvent } from "./event-codec.ts";
import type { OrderEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { newOrder, type OrderState } from "./order.ts";
import type { PriceQuote } from "./pricing/quote.ts";
import { leftOf } from "./pricing/refund.ts";
import { refundAccountOf, sumOfShares } from "./refund-shares.ts";
import { isFailed, unitsOf } from "./units.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const prices: Readonly<Record<string, bigint>> = { LAMP: 1_000n, DESK: 333n, GIFT: 0n };
const lines = [
  { sku: "LAMP", quantity: 3 },
  { sku: "DESK", quantity: 2 },
  { sku: "GIFT", quantity: 1 },
];
// 5 % tax on top: 3000 + 666 + 500 shipping, and 150 + 33 + 25 tax.
const taxRates = [{ name: "Tax", ratePpm: 50_000 }];
const quoted = createQuote(lines.map((line) => ({ ...line, unitPrice: usd(prices[line.sku] ?? 0n) })));
const quote: PriceQuote = {
  ...quoted,
  taxesIncluded: false,
  lines: quoted.lines.map((line) => ({ ...line, taxRates })),
  shippingMethods: [{ code: "standard", name: "Standard", rates: [{ price: 500n }], taxRates }],
};
const place: Command = {
  type: "placeOrder",
  orderId: "ord_0123456789abcdefghjkmnpqrs",
  accountId: "acc_1",
  idempotencyKey: "key",
  paymentMethod: "pm_card_visa",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "CA" },
  customer: newCustomer,
  lines,
  quote,
};
const total = 4_374n;

interface Run {
  readonly state: OrderState;
  readonly events: readonly OrderEvent[];
  readonly effects: readonly Effect[];
  readonly rejected: string | undefined;
}

function runFrom(start: Run, commands: readonly Command[]): Run {
  let current = start;
  for (const command of commands) {
    const decided = decide(command, current.state);
    if (!decided.ok) {
      current = { ...current, events: [], effects: [], rejected: decided.error.reason };
      continue;
    }
    let { state } = current;
    for (const event of decided.value) {
      const stored = event.type === "OrderPlaced" ? event : createEventDecoder()(encodeEvent(event));
      state = evolve(state, { sequence: state.sequence + 1, at: 1_000, actor: "system", event: stored });
    }
    current = {
      state,
      events: decided.value,
      effects: decided.value.flatMap((event) => effectsOf(event, state)),
      rejected: undefined,
    };
  }
  return current;
}

const reservedLines = quoted.lines.map(({ sku, name, productId, quantity, unitPrice }) => ({
  sku,
  name,
  productId,
  quantity,
  unitPrice: usd(unitPrice),
}));
const confirmed = runFrom({ state: newOrder, events: [], effects: [], rejected: undefined }, [
  place,
  { type: "reserved", lines: reservedLines },
  { type: "paymentStarted", paymentId: "pi_1" },
  { type: "authorized", paymentId: "pi_1" },
  { type: "created" },
  { type: "captured", paymentId: "pi_1" },
  { type: "committed" },
]);
const run = (...commands: readonly Command[]) => runFrom(confirmed, commands);

/** Runs a command, and gives each of its effects an outcome. */
function complete(start: Run, command: Command, isRefused = false): Run {
  const decided = runFrom(start, [command]);
  const outcomes = decided.effects.flatMap((effect): readonly Outcome[] => {
    if (effect.type === "restock") {
      return [{ type: "restocked", ...(effect.requestId === undefined ? {} : { requestId: effect.requestId }) }];
    }
    if (effect.type !== "refundPayment") return [];
    const { requestId } = effect;
    const refundId = `re_${decided.state.sequence}`;
    if (requestId === undefined) return [{ type: "refunded", refundId }];
    return [isRefused ? { type: "refundFailed", requestId, reason: "no" } : { type: "refunded", refundId, requestId }];
  });
  const { state } = runFrom(decided, outcomes);
  return { ...decided, state };
}
const completeAll = (...commands: readonly Command[]) =>
  commands.reduce((current, command) => complete(current, command), confirmed);

const line = (sku: string, quantity: number, restock?: boolean) => ({
  sku,
  quantity,
  ...(restock === undefined ? {} : { restock }),
});
const refund = (...units: readonly ReturnType<typeof line>[]): Command => ({
  type: "refundOrder",
  reason: "r",
  lines: units,
});
const refundShipping: Command = { type: "refundOrder", reason: "r", shipping: true };
const refundAmount = (amount: bigint): Command => ({ type: "refundOrder", reason: "r", amount: usd(amount) });
const refundRest: Command = { type: "refundOrder", reason: "r" };
const cancelLines = (...units: readonly ReturnType<typeof line>[]): Command => ({
  type: "cancelOrderLines",
  reason: "r",
  lines: units,
});
const ship = (...units: readonly ReturnType<typeof line>[]): Command => ({ type: "fulfilOrder", lines: units });

const lastRefund = ({ state }: Run) => state.refunds.at(-1)?.shares ?? [];
const amounts = (current: Run) =>
  lastRefund(current).map(({ sku = "shipping", quantity, amount, tax }) =>
    [sku, quantity, amount.amountMinor, tax.amountMinor].join(" "),
  );
const restocksOf = ({ effects }: Run) => effects.flatMap((effect) => (effect.type === "restock" ? [effect.lines] : []));
const unitsOfLamp = ({ state }: Run) => unitsOf(state).find(({ sku }) => sku === "LAMP");

describe("a refund of units", () => {
  it("refunds their value with tax, cancels unfulfilled units and puts them back on sale", () => {
    const refunded = complete(confirmed, refund(line("lamp", 2)));
    expect(amounts(refunded)).toEqual(["LAMP 2 2100 100"]);
    expect(restocksOf(refunded)).toEqual([[line("LAMP", 2)]]);
    expect(unitsOfLamp(refunded)).toMatchObject({ cancelled: 2, refunded: 2, restocked: 2, unfulfilled: 1 });
    expect(refunded.state).toMatchObject({ status: "PARTIALLY_REFUNDED", refunded: usd(2_100n) });
  });

  it("takes cancelled units first, then unfulfilled units, then shipped units", () => {
    const failed = complete(completeAll(ship(line("LAMP", 1))), refund(line("LAMP", 1)), true);
    const refunded = complete(failed, refund(line("LAMP", 3, true)));
    expect(unitsOfLamp(failed)).toMatchObject({ shipped: 1, cancelled: 1, refunded: 0, restocked: 1, unfulfilled: 1 });
    // The unit that was cancelled before is back on sale already.
    expect(restocksOf(refunded)).toEqual([[line("LAMP", 2)]]);
    expect(unitsOfLamp(refunded)).toMatchObject({
      shipped: 1,
      cancelled: 2,
      refunded: 3,
      restocked: 3,
      unfulfilled: 0,
    });
  });

  it("leaves shipped units out of stock, unless staff say that they came back", () => {
    const shipped = completeAll(ship(line("LAMP", 3)));
    expect(restocksOf(complete(shipped, refund(line("LAMP", 1))))).toEqual([]);
    const failed = complete(shipped, refund(line("LAMP", 1, true)), true);
    expect(restocksOf(failed)).toEqual([[line("LAMP", 1)]]);
    const refunded = complete(failed, refund(line("LAMP", 3, true)));
    expect(restocksOf(refunded)).toEqual([[line("LAMP", 2)]]);
    expect(unitsOfLamp(refunded)).toMatchObject({ restocked: 3, refunded: 3 });
  });

  it("rejects more units than are left, also of pending refunds and of unknown SKUs", () => {
    expect(run(refund(line("LAMP", 2)), refund(line("LAMP", 2))).rejected).toBe("OVER_REFUNDED");
    expect(run(refund(line("LAMP", 2), line("LAMP", 2))).rejected).toBe("OVER_REFUNDED");
    expect(run(refund(line("OTHER", 1))).rejected).toBe("OVER_REFUNDED");
  });

  it("of units without value is recorded without a transaction", () => {
    const refunded = complete(confirmed, refund(line("GIFT", 1)));
    expect(amounts(refunded)).toEqual(["GIFT 1 0 0"]);
    expect(refunded.effects.map(({ type }) => type)).toEqual(["restock", "projectOrder"]);
    expect(refunded.state.transactions.filter(({ kind }) => kind === "REFUND")).toEqual([]);
    expect(refunded.state.status).toBe("CONFIRMED");
  });

  it("that fails returns its money and leaves its units cancelled", () => {
    const failed = complete(confirmed, refund(line("LAMP", 2)), true);
    expect(unitsOfLamp(failed)).toMatchObject({ cancelled: 2, refunded: 0 });
    expect(complete(failed, refundRest).state).toMatchObject({ status: "REFUNDED", refunded: usd(total) });
  });
});

describe("a refund of shipping", () => {
  it("refunds all that is left of it, once", () => {
    const refunded = completeAll(refundShipping);
    expect(amounts(refunded)).toEqual(["shipping 0 525 25"]);
    expect(complete(refunded, refundShipping).rejected).toBe("NOT_REFUNDABLE");
  });
});

describe("a refund by amount", () => {
  it("is allocated over the lines and shipping, and changes no units", () => {
    const refunded = completeAll(refundAmount(1_000n));
    expect(amounts(refunded)).toEqual(["LAMP 0 720 34", "DESK 0 160 7", "shipping 0 120 5"]);
    expect(unitsOfLamp(refunded)).toMatchObject({ cancelled: 0, refunded: 0, unfulfilled: 3 });
  });

  it("in the provider's dashboard is allocated in the same way", () => {
    const noted = { refundId: "re_1", amount: usd(1_000n), status: "SUCCEEDED", isOwn: false } as const;
    expect(amounts(run({ type: "noteRefunds", refunds: [noted] }))).toEqual(amounts(run(refundAmount(1_000n))));
  });

  it("of an earlier release is allocated when the log is folded", () => {
    const { sequence, id } = confirmed.state;
    const data = { requestId: `${id}-${sequence + 1}`, paymentId: "pi_1", reason: "r" };
    const json = JSON.stringify({ ...data, amount: { amountMinor: "1000", currency: "USD" } });
    const event = createEventDecoder()({ type: "RefundRequested", version: 1, data: json });
    const state = evolve(confirmed.state, { sequence: sequence + 1, at: 1, actor: "system", event });
    expect(amounts({ ...confirmed, state })).toEqual(amounts(run(refundAmount(1_000n))));
    expect(effectsOf(event, state)).toEqual([
      { type: "refundPayment", paymentId: "pi_1", amount: usd(1_000n), requestId: data.requestId },
    ]);
  });
});

describe("a refund of all that is left", () => {
  it("cancels and restocks every unfulfilled unit, and completes the shipments", () => {
    const refunded = complete(completeAll(ship(line("LAMP", 1))), refundRest);
    expect(refunded.events.map(({ type }) => type)).toEqual(["RefundRequested", "OrderFulfilled"]);
    expect(restocksOf(refunded)).toEqual([[line("LAMP", 2), line("DESK", 2), line("GIFT", 1)]]);
    expect(refunded.state).toMatchObject({ status: "REFUNDED", refunded: usd(total) });
  });
});

describe("cancelled lines", () => {
  it("are refunded and go back on sale, and only unfulfilled units can be cancelled", () => {
    const shipped = completeAll(ship(line("LAMP", 2)));
    expect(complete(shipped, cancelLines(line("LAMP", 2))).rejected).toBe("OVER_CANCELLED");
    const cancelled = complete(shipped, cancelLines(line("LAMP", 1), line("DESK", 2, false), line("GIFT", 1)));
    expect(cancelled.events.map(({ type }) => type)).toEqual(["RefundRequested", "OrderFulfilled"]);
    expect(amounts(cancelled)).toEqual(["LAMP 1 1050 50", "DESK 2 699 33", "GIFT 1 0 0"]);
    expect(restocksOf(cancelled)).toEqual([[line("LAMP", 1), line("GIFT", 1)]]);
  });

  it("are only cancelled when the money was refunded before", () => {
    const cancelled = complete(completeAll(refundAmount(total)), cancelLines(line("LAMP", 3)));
    expect(cancelled.state.status).toBe("REFUNDED");
    expect(cancelled.events.map(({ type }) => type)).toEqual(["LinesCancelled"]);
    expect(unitsOfLamp(cancelled)).toMatchObject({ cancelled: 3, refunded: 0, restocked: 3 });
  });

  it("are not shipped, and do not make an order fulfilled of which nothing was shipped", () => {
    const cancelled = completeAll(cancelLines(line("LAMP", 2)));
    expect(complete(cancelled, ship(line("LAMP", 2))).rejected).toBe("OVER_FULFILLED");
    const all = complete(confirmed, cancelLines(...lines), true);
    expect(all.state.status).toBe("CONFIRMED");
    expect(complete(all, { type: "fulfilOrder" }).rejected).toBe("NOT_FULFILLABLE");
  });

  it("are left out when the order is cancelled: the rest is refunded and restocked", () => {
    const cancelled = complete(completeAll(cancelLines(line("LAMP", 2))), { type: "cancelOrder" });
    expect(restocksOf(cancelled)).toEqual([[line("LAMP", 1), line("DESK", 2), line("GIFT", 1)]]);
    expect(cancelled.state).toMatchObject({ status: "CANCELLED", refunded: usd(total) });
    expect(unitsOfLamp(cancelled)).toMatchObject({ cancelled: 3, refunded: 3, restocked: 3 });
  });

  it("cannot be restocked twice by a cancellation that overtakes their restock", () => {
    const pending = run(cancelLines(line("LAMP", 2)));
    const { requestId } = pending.effects[0] as { requestId: string };
    const refunded = runFrom(pending, [{ type: "refunded", refundId: "re_1", requestId }]);
    expect(runFrom(refunded, [{ type: "cancelOrder" }]).rejected).toBe("NOT_CANCELLABLE");
  });

  it("stay in the order when staff give up their restock", () => {
    const pending = run(refund(line("LAMP", 1)));
    const [refundEffect, effect] = pending.effects as readonly [Effect & { requestId: string }, Effect];
    const resolved = runFrom(pending, [
      { type: "refunded", refundId: "re_1", requestId: refundEffect.requestId },
      { type: "exhausted", effect, key: "k", reason: "down" },
      { type: "resolveOrder", resolution: "GIVE_UP", note: "n" },
    ]);
    expect(resolved.state.status).toBe("PARTIALLY_REFUNDED");
    expect(unitsOfLamp(resolved)).toMatchObject({ cancelled: 1, restocked: 0 });
    // No other event follows that shows the order in lists.
    expect(resolved.effects).toEqual([{ type: "projectOrder" }]);
  });
});

const anyUnits = fc.record({
  sku: fc.constantFrom("LAMP", "DESK", "GIFT"),
  quantity: fc.integer({ min: 1, max: 3 }),
  restock: fc.constantFrom(true, false),
});
const anyAction: fc.Arbitrary<Command> = fc.oneof(
  anyUnits.map((units) => refund(units)),
  anyUnits.map((units) => cancelLines(units)),
  anyUnits.map(({ restock: _, ...units }) => ship(units)),
  fc.bigInt({ min: 1n, max: 2_000n }).map(refundAmount),
  fc.constantFrom<Command>(refundShipping, refundRest, { type: "cancelOrder" }, { type: "markDelivered" }),
);

/** Returns which invariants of I14 and I17 the order violates. */
function findUnitViolations(state: OrderState): readonly string[] {
  const account = refundAccountOf(state);
  const counted = state.refunds.filter((entry) => !isFailed(entry, state));
  const refundedTotal = counted.reduce((sum, { shares }) => sum + sumOfShares(shares), 0n);
  return [
    ...[...account.lines, account.shipping].flatMap((part) =>
      leftOf(part) < 0n || part.refunded < 0n || part.refundedTax < 0n || part.refundedTax > part.tax ? ["I14"] : [],
    ),
    ...unitsOf(state).flatMap(({ sku, quantity, unfulfilled, refunded, restocked }) =>
      unfulfilled < 0 || refunded > quantity || refunded < 0 || restocked > quantity ? [`I17 ${sku}`] : [],
    ),
    ...(refundedTotal === state.refunded.amountMinor ? [] : ["I14 the shares add up to the refunds"]),
  ];
}

describe("any sequence of shipments, refunds, cancelled lines and failures", () => {
  it("refunds each unit once, ships no cancelled unit, and ends at exactly the total and its tax", () => {
    const steps = fc.array(fc.record({ command: anyAction, isRefused: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (actions) => {
        let current = confirmed;
        for (const { command, isRefused } of actions) {
          current = complete(current, command, isRefused);
          expect(findUnitViolations(current.state)).toEqual([]);
        }
        current = complete(current, refundRest);
        expect(current.state.refunded.amountMinor).toBe(total);
        const { lines: parts, shipping } = refundAccountOf(current.state);
        expect([...parts, shipping].reduce((sum, { refundedTax }) => sum + refundedTax, 0n)).toBe(208n);
      }),
      { numRuns: 2_000, seed: 42 },
    );
  });
});
