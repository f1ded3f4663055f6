import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Command, Outcome } from "./commands.ts";
import { decide } from "./decide.ts";
import type { Effect } from "./effects.ts";
import { effectsOf } from "./effects-of.ts";
import { createEventDecoder, encodeEvent } from "./event-codec.ts";
import { evolve } from "./evolve.ts";
import { newOrder, type OrderState } from "./order.ts";
import type { Candidate } from "./pricing/model.ts";
import type { PriceQuote } from "./pricing/quote.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const line = { sku: "A", name: "A", productId: "prd_1", quantity: 2, unitPrice: usd(1_000n) };

const summer: Candidate = {
  promotionId: "prm_1",
  version: 1,
  name: "Summer",
  class: "ORDER",
  code: "SUMMER",
  priority: 0,
  combinesWith: ["ORDER"],
  conditions: { lines: [0], shippingMethods: [] },
  reward: { type: "percentage", basisPoints: 1_000, lines: [0] },
  createdAt: 0,
};
const { code: _, ...withoutCode } = summer;
/** 5 % of the rest, without a code. */
const automatic: Candidate = {
  ...withoutCode,
  promotionId: "prm_2",
  name: "Automatic",
  reward: { type: "percentage", basisPoints: 500, lines: [0] },
};

function quoteWith(candidates: readonly Candidate[]): PriceQuote {
  return createQuote([line], {
    candidates,
    couponCodes: candidates.flatMap(({ code, promotionId }) =>
      code === undefined ? [] : [{ code, state: "CANDIDATE", promotionId }],
    ),
    hasBasePricesOnly: false,
  });
}

type PlaceOrder = Extract<Command, { type: "placeOrder" }>;

function place(candidates: readonly Candidate[], more: Partial<PlaceOrder> = {}): PlaceOrder {
  const quote = quoteWith(candidates);
  return {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "a", quantity: 2 }],
    quote,
    customer: newCustomer,
    couponCodes: quote.couponCodes.map(({ code }) => code),
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
    ...more,
  };
}

const reservedWith = (candidates: readonly Candidate[]): Outcome => ({ type: "reserved", lines: [line], candidates });
const paid: readonly Outcome[] = [
  { type: "paymentStarted", paymentId: "pi_1" },
  { type: "authorized", paymentId: "pi_1" },
  { type: "created" },
  { type: "captured", paymentId: "pi_1" },
  { type: "committed" },
];

/** Decides on one command after the other, and folds the events as they are stored. */
function run(commands: readonly Command[]) {
  let state: OrderState = newOrder;
  let effects: readonly Effect[] = [];
  let rejected: string | undefined;
  const decode = createEventDecoder();
  for (const command of commands) {
    const decided = decide(command, state);
    rejected = decided.ok ? undefined : decided.error.reason;
    const events = decided.ok ? decided.value.map((event) => decode(encodeEvent(event))) : [];
    for (const event of events) state = evolve(state, { sequence: state.sequence + 1, at: 9, actor: "system", event });
    const after = state;
    effects = events.flatMap((event) => effectsOf(event, after));
  }
  return { state, effects, rejected };
}

describe("an order with promotions", () => {
  it("keeps the discounts and the codes that it was placed with until the reservation", () => {
    const { state } = run([place([summer, automatic])]);
    expect(state.totals.total).toEqual(usd(1_710n));
    expect(state.pricing?.discounts.map(({ promotionId, amount }) => [promotionId, amount])).toEqual([
      ["prm_1", 200n],
      ["prm_2", 90n],
    ]);
    expect(state).toMatchObject({
      couponCodes: ["SUMMER"],
      priceContext: { countryCode: "NL", customerKeys: ["acc_1"] },
    });
  });

  it("costs what the reservation read, when an automatic promotion has ended since", () => {
    const { state, effects } = run([place([summer, automatic]), reservedWith([summer])]);
    expect(state.totals.total).toEqual(usd(1_800n));
    expect(effects).toEqual([{ type: "authorizePayment", amount: usd(1_800n) }]);
  });

  it("is rejected when its coupon code no longer applies, unless the total is the expected one", () => {
    const lost = run([place([summer]), reservedWith([])]);
    expect(lost.state.compensation).toMatchObject({ rejection: { code: "COUPON_NOT_APPLICABLE" }, stockPending: true });
    const expected = { expectedTotal: usd(1_800n) };
    const changed = run([place([summer], expected), reservedWith([])]);
    expect(changed.state.compensation?.rejection?.code).toBe("PRICE_CHANGED");
    const replacement = { ...automatic, reward: summer.reward };
    expect(run([place([summer], expected), reservedWith([replacement])]).state.totals.total).toEqual(usd(1_800n));
    expect(run([place([summer], expected), reservedWith([replacement])]).state.compensation).toBeUndefined();
  });

  it("is rejected when the total differs because a promotion has changed", () => {
    const doubled: Candidate = { ...summer, version: 2, reward: { ...summer.reward, basisPoints: 2_000 } as never };
    const commands = [place([summer], { expectedTotal: usd(1_800n) }), reservedWith([doubled])];
    expect(run(commands).state.compensation?.rejection?.code).toBe("PRICE_CHANGED");
    expect(run([place([summer]), reservedWith([doubled])]).state.totals.total).toEqual(usd(1_600n));
  });

  it("ends as rejected when a usage limit is reached, and holds nothing", () => {
    const exhausted: Outcome = { type: "couponsExhausted", codes: ["SUMMER"] };
    const { state, effects } = run([place([summer]), exhausted]);
    expect(state).toMatchObject({ status: "REJECTED", rejection: { code: "COUPON_EXHAUSTED" } });
    expect(effects.map(({ type }) => type)).not.toContain("releaseStock");
    expect(run([place([summer]), { type: "cancelOrder" }, exhausted]).state.status).toBe("CANCELLED");
  });

  it("returns the uses of promotions with the stock when it is cancelled, also when no units are left", () => {
    const confirmed = [place([summer]), reservedWith([summer]), ...paid];
    expect(run([...confirmed, { type: "cancelOrder" }]).effects).toContainEqual({
      type: "restock",
      lines: [{ sku: "A", quantity: 2 }],
      releasesRedemptions: true,
    });
    const shipped = {
      ...quoteWith([summer]),
      shippingMethods: [{ code: "post", name: "Post", rates: [{ price: 500n }], taxRates: [] }],
    };
    const allUnits = { type: "cancelOrderLines", lines: [{ sku: "A", quantity: 2 }], reason: "r" } as const;
    const started = [place([summer], { quote: shipped }), reservedWith([summer]), ...paid, allUnits];
    const requestId = run(started).state.refunds[0]?.id ?? "";
    const withoutUnits: readonly Command[] = [
      ...started,
      { type: "refunded", refundId: "re_1", requestId },
      { type: "restocked", requestId },
      { type: "cancelOrder" },
    ];
    const cancelled = run(withoutUnits);
    expect(cancelled.effects).toContainEqual({ type: "restock", lines: [], releasesRedemptions: true });
    expect(run([...withoutUnits, { type: "refunded", refundId: "re_2" }]).state.status).not.toBe("CANCELLED");
    const done = run([...withoutUnits, { type: "refunded", refundId: "re_2" }, { type: "restocked" }]);
    expect(done.state.status).toBe("CANCELLED");
  });

  it("needs no price context when only base prices apply", () => {
    const { quote, ...plain } = place([]);
    const { state, effects } = run([{ ...plain, quote: { ...quote, hasBasePricesOnly: true } }, reservedWith([])]);
    expect([state.priceContext, state.marketId]).toEqual([undefined, "mkt_1"]);
    expect(effects).toEqual([{ type: "authorizePayment", amount: usd(2_000n) }]);
    const done = run([
      { ...plain, quote: { ...quote, hasBasePricesOnly: true } },
      reservedWith([]),
      ...paid,
      { type: "cancelOrder" },
    ]);
    expect(done.effects).toContainEqual({ type: "restock", lines: [{ sku: "A", quantity: 2 }] });
  });
});

describe("placing an order", () => {
  it.each([
    ["a code that does not exist", [{ code: "GONE", state: "INVALID" }], "COUPON_INVALID"],
    ["a code that is exhausted", [{ code: "USED", state: "EXHAUSTED", promotionId: "prm_9" }], "COUPON_EXHAUSTED"],
  ] as const)("is rejected with %s", (_name, couponCodes, reason) => {
    const quote = { ...quoteWith([]), couponCodes };
    const { state, rejected } = run([place([], { quote, couponCodes: couponCodes.map(({ code }) => code) })]);
    expect([rejected, state.status]).toEqual([reason, "NEW"]);
  });

  it("is rejected for a guest without an email when a promotion that applies is limited per customer", () => {
    const limited: Candidate = { ...automatic, isLimitedPerCustomer: true };
    const guest = { ...newCustomer, keys: [] };
    expect(run([place([limited], { customer: guest })]).rejected).toBe("EMAIL_REQUIRED");
    expect(run([place([limited])]).state.status).toBe("PLACED");
    const without = { ...limited, reward: { type: "percentage", basisPoints: 1_000, lines: [] } as const };
    expect(run([place([without], { customer: guest })]).state.status).toBe("PLACED");
  });

  it("does not apply a promotion for first orders to another order", () => {
    const first: Candidate = { ...summer, isFirstOrderOnly: true };
    const returning = { ...newCustomer, isFirstOrder: false };
    expect(run([place([first], { customer: returning })]).rejected).toBe("COUPON_NOT_APPLICABLE");
    expect(run([place([first])]).state.totals.total).toEqual(usd(1_800n));
  });

  it("is rejected when the cart has other lines than the quote", () => {
    const { lines: _lines, ...cart } = place([]);
    const created: Command = { type: "createCart", orderId: cart.orderId, accountId: "acc_1", currency: "USD" };
    const { quantity: __, ...quoted } = line;
    const set: Command = { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 3 }, quote: quoted };
    expect(run([created, set, cart]).rejected).toBe("CART_CHANGED");
    expect(run([created, { ...set, line: { sku: "A", quantity: 2 } }, cart]).state.status).toBe("PLACED");
  });

  it("is rejected when the cart has other coupon codes than the quote", () => {
    const { lines: _lines, couponCodes: _codes, ...cart } = place([summer]);
    const { quantity, ...quoted } = line;
    const created: Command = { type: "createCart", orderId: cart.orderId, accountId: "acc_1", currency: "USD" };
    const set: Command = { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity }, quote: quoted };
    const setCodes: Command = { type: "setCartCouponCodes", accountId: "acc_1", couponCodes: ["SUMMER"] };
    expect(run([created, set, cart]).rejected).toBe("CART_CHANGED");
    expect(run([created, set, setCodes, cart]).state.totals.total).toEqual(usd(1_800n));
  });
});
