import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Command, Outcome, Quote } from "./commands.ts";
import { decide } from "./decide.ts";
import type { Effect } from "./effects.ts";
import { effectsOf } from "./effects-of.ts";
import { decodeEvent, encodeEvent } from "./event-codec.ts";
import type { OrderEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { newOrder, type OrderState } from "./order.ts";
import { noTerms } from "./terms.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const quote = (sku: string, price = 1_000n): Quote => ({ sku, name: sku, productId: "prd_1", unitPrice: usd(price) });
const address = { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" };
const placed = {
  orderId: "ord_0123456789abcdefghjkmnpqrs",
  accountId: "acc_1",
  idempotencyKey: "key",
  paymentMethod: "pm_card_visa",
  shippingAddress: address,
  terms: noTerms("USD"),
};

const place = (more: Partial<Extract<Command, { type: "placeOrder" }>> = {}): Command => ({
  type: "placeOrder",
  ...placed,
  lines: [{ sku: "A", quantity: 2 }],
  quotes: [quote("A")],
  ...more,
});
const createCart: Command = { type: "createCart", orderId: placed.orderId, accountId: "acc_1", currency: "USD" };
const reserved: Outcome = { type: "reserved", lines: [{ ...quote("A"), quantity: 2 }] };
const started: Outcome = { type: "paymentStarted", paymentId: "pi_1" };
const authorized: Outcome = { type: "authorized", paymentId: "pi_1" };
const created: Outcome = { type: "created" };
const captured: Outcome = { type: "captured", paymentId: "pi_1" };
const committed: Outcome = { type: "committed" };
const cancel: Command = { type: "cancelOrder", reason: "changed my mind" };
const happy = [place(), reserved, started, authorized, created, captured, committed];

interface Told {
  readonly state: OrderState;
  readonly events: readonly OrderEvent[];
  readonly effects: readonly Effect[];
  /** The reason of the last command's rejection. */
  readonly rejected: string | undefined;
}

/** The story that these commands make, each decided on what came before. */
function tell(commands: readonly Command[]): Told {
  let told: Told = { state: newOrder, events: [], effects: [], rejected: undefined };
  for (const command of commands) {
    const decided = decide(command, told.state);
    if (!decided.ok) {
      told = { ...told, rejected: decided.error.reason };
      continue;
    }
    let { state } = told;
    for (const event of decided.value) {
      state = evolve(state, { sequence: state.sequence + 1, at: 1_000 + state.sequence, actor: "system", event });
    }
    const events = told.events.concat(decided.value);
    told = { state, events, effects: decided.value.flatMap(effectsOf), rejected: undefined };
  }
  return told;
}

const types = (values: readonly { readonly type: string }[]) => values.map(({ type }) => type);

describe("the way of an order", () => {
  it("is undone when what is held for it is sold in another currency than it was quoted in", () => {
    const unitPrice = { amountMinor: 1_000n, currency: "EUR" } as const;
    const moved: Outcome = { type: "reserved", lines: [{ ...quote("A"), unitPrice, quantity: 2 }] };
    const { state, effects } = tell([place(), moved, { type: "released" }]);
    expect([state.status, state.rejection?.code, state.totals.total]).toEqual([
      "REJECTED",
      "PRICE_CHANGED",
      usd(2_000n),
    ]);
    expect(types(effects)).toEqual(["projectOrder", "publishFact"]);
  });

  it.each([
    [1, "PLACED", ["reserveStock", "publishFact"]],
    [2, "RESERVED", ["startPayment"]],
    [3, "RESERVED", ["confirmPayment"]],
    [4, "AUTHORIZED", ["createOrder"]],
    [5, "CREATED", ["capturePayment"]],
    [6, "CAPTURED", ["commitStock"]],
    [7, "CONFIRMED", ["projectOrder", "publishFact"]],
  ] as const)("after step %i is %s and goes on with %j", (steps, status, effects) => {
    const { state, effects: next } = tell(happy.slice(0, steps));
    expect([state.status, types(next)]).toEqual([status, effects]);
  });

  it("adds two lines of one SKU into one", () => {
    const lines = [
      { sku: "A", quantity: 2 },
      { sku: "A", quantity: 3 },
    ];
    const { effects } = tell([place({ lines })]);
    expect(effects[0]).toEqual({ type: "reserveStock", lines: [{ sku: "A", quantity: 5 }] });
  });

  it("takes the price of the hold, not of the quote", () => {
    const lines = [{ ...quote("A", 900n), quantity: 2 }];
    const { effects, state } = tell([place(), { type: "reserved", lines }]);
    expect(effects).toEqual([{ type: "startPayment", amount: usd(1_800n) }]);
    expect(state.totals.total).toEqual(usd(1_800n));
  });

  it("lets the stock go when the held price is not the expected one", () => {
    const lines = [{ ...quote("A", 1_100n), quantity: 2 }];
    const { effects, state } = tell([place({ expectedTotal: usd(2_000n) }), { type: "reserved", lines }]);
    expect(types(effects)).toEqual(["releaseStock"]);
    expect(
      tell([place({ expectedTotal: usd(2_000n) }), { type: "reserved", lines }, { type: "released" }]).state,
    ).toMatchObject({
      status: "REJECTED",
      rejection: { code: "PRICE_CHANGED" },
    });
    expect(state.status).toBe("RESERVED");
  });
});

describe("what goes wrong", () => {
  it("ends at once when the stock is short: nothing is held", () => {
    const { state, effects } = tell([place(), { type: "short", skus: ["A"] }]);
    expect([state.status, state.rejection?.code, types(effects)]).toEqual([
      "REJECTED",
      "OUT_OF_STOCK",
      ["projectOrder", "publishFact"],
    ]);
  });

  it("voids and releases after a decline, and ends when both are done, in either order", () => {
    const declined: Outcome = { type: "declined", paymentId: "pi_1", code: "generic_decline", message: "no" };
    const undoing = [place(), reserved, started, declined];
    expect(types(tell(undoing).effects)).toEqual(["voidPayment", "releaseStock"]);
    const voided: Outcome = { type: "voided", paymentId: "pi_1" };
    for (const both of [
      [voided, { type: "released" } as const],
      [{ type: "released" } as const, voided],
    ]) {
      expect(tell([...undoing, ...both.slice(0, 1)]).state.status).toBe("RESERVED");
      expect(tell([...undoing, ...both]).state).toMatchObject({
        status: "REJECTED",
        rejection: { code: "PAYMENT_DECLINED" },
      });
    }
  });

  it("ignores a late echo of every outcome", () => {
    for (let steps = 1; steps <= happy.length; steps++) {
      const story = happy.slice(0, steps);
      const before = tell(story).state;
      for (const echo of story.slice(1)) expect(tell([...story, echo]).state).toEqual(before);
    }
  });
});

describe("cancelling", () => {
  it.each([
    [1, [reserved], ["releaseStock"]],
    [2, [started], ["voidPayment", "releaseStock"]],
    [3, [authorized], ["voidPayment", "releaseStock"]],
    [4, [created], ["voidPayment", "releaseStock"]],
  ] as const)("before the pivot, during step %i, undoes what its outcome says there is", (steps, outcome, effects) => {
    const story = [...happy.slice(0, steps), cancel];
    expect(tell(story).effects).toEqual([]);
    expect(types(tell([...story, ...outcome]).effects)).toEqual(effects);
  });

  it.each([5, 6])("after the pivot, during step %i, goes forward and then refunds", (steps) => {
    const story = [...happy.slice(0, steps), cancel, ...happy.slice(steps)];
    const { events, effects } = tell(story);
    expect(types(events)).toContain("OrderConfirmed");
    expect(types(events)).not.toContain("CompensationStarted");
    expect(types(effects)).toEqual(["projectOrder", "publishFact", "refundPayment", "restock"]);
    const done = tell([...story, { type: "refunded", refundId: "re_1" }, { type: "restocked" }]).state;
    expect([done.status, done.refunded]).toEqual(["CANCELLED", usd(2_000n)]);
  });

  it("is refused where there is nothing to cancel", () => {
    const short: Outcome = { type: "short", skus: ["A"] };
    expect(tell([cancel]).rejected).toBe("NOT_FOUND");
    expect(tell([place(), short, cancel]).rejected).toBe("NOT_CANCELLABLE");
    expect(tell([createCart, cancel, cancel]).rejected).toBe("NOT_CANCELLABLE");
  });
});

it("places no cart whose owner is gone", () => {
  const line: Command = { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 1 }, quote: quote("A") };
  const { lines: _, ...fromCart } = place() as Extract<Command, { type: "placeOrder" }>;
  expect(tell([createCart, line, fromCart]).state.status).toBe("PLACED");
  const erased = tell([createCart, line, { type: "erasePersonalData" }, fromCart]);
  expect([erased.rejected, erased.state.status]).toEqual(["NOT_FOUND", "CART"]);
});

describe("what was given up", () => {
  const exhausted = (effect: Effect): Outcome => ({ type: "exhausted", effect, key: "k", reason: "away" });
  const giveUp: Command = { type: "resolveOrder", resolution: "GIVE_UP", note: "n" };
  const capture: Effect = { type: "capturePayment", paymentId: "pi_1", amount: usd(2_000n) };
  const owed: Effect = { type: "refundPayment", paymentId: "pi_1", amount: usd(2_000n) };

  it("lets nobody give up a capture or a refund that may have gone through, or money that is owed", () => {
    const unknown = [...happy.slice(0, 5), exhausted(capture), giveUp];
    expect(tell(unknown)).toMatchObject({ rejected: "NOT_RESOLVABLE", state: { status: "NEEDS_ATTENTION" } });
    const asked: Effect = { ...owed, amount: usd(500n), requestId: `${placed.orderId}-8` };
    const back = [...happy, { type: "refundOrder", amount: usd(500n), reason: "r" }, exhausted(asked), giveUp] as const;
    expect(tell(back)).toMatchObject({ rejected: "NOT_RESOLVABLE", state: { status: "NEEDS_ATTENTION" } });
    const due = [...happy, cancel, exhausted(owed), giveUp];
    expect(tell(due)).toMatchObject({ rejected: "NOT_RESOLVABLE", state: { status: "NEEDS_ATTENTION" } });
  });
});

const anyCommand = fc.constantFrom<Command>(
  createCart,
  place(),
  { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 1 }, quote: quote("A") },
  cancel,
  reserved,
  started,
  authorized,
  created,
  captured,
  committed,
  { type: "short", skus: ["A"] },
  { type: "declined", code: "x", message: "no" },
  { type: "keyTaken" },
  { type: "released" },
  { type: "restocked" },
  { type: "voided", paymentId: "pi_1" },
  { type: "refunded", refundId: "re_1" },
  { type: "told" },
  { type: "exhausted", effect: { type: "commitStock" }, key: "k", reason: "away" },
);

describe("whatever comes, in whatever order", () => {
  it("is decided, folds, survives its codec and keeps the promises", () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 25 }), (commands) => {
        const { state, events } = tell(commands);
        const decoded = events.map(encodeEvent).map(decodeEvent);
        expect(decoded).toEqual(events);
        const seen = types(events);
        const pivot = seen.indexOf("PaymentCaptured");
        // Confirmed means captured, once; after the pivot nothing is undone; a refund follows a capture.
        expect(seen.filter((type) => type === "PaymentCaptured").length).toBeLessThanOrEqual(1);
        if (state.status === "CONFIRMED") expect(pivot).toBeGreaterThan(-1);
        if (pivot >= 0) expect(seen.slice(pivot)).not.toContain("CompensationStarted");
        if (seen.includes("RefundStarted")) expect(pivot).toBeGreaterThan(-1);
        if (state.status === "REJECTED") expect(pivot).toBe(-1);
        const refunds = seen.filter((type) => type === "PaymentRefunded").length;
        expect(refunds).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it("never changes a state in place", () => {
    const { state } = tell(happy);
    expect(Object.isFrozen(state)).toBe(true);
  });
});
