import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Command, Outcome, Quote } from "./commands.ts";
import { decide } from "./decide.ts";
import { type Effect, needsDurableLog } from "./effects.ts";
import { effectKey, effectsOf } from "./effects-of.ts";
import { createEventDecoder, encodeEvent } from "./event-codec.ts";
import type { OrderEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { newOrder, type OrderState, reservationIdOf } from "./order.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const quote = (sku: string, price = 1_000n): Quote => ({ sku, name: sku, productId: "prd_1", unitPrice: usd(price) });
const address = { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" };
const placed = {
  orderId: "ord_0123456789abcdefghjkmnpqrs",
  accountId: "acc_1",
  idempotencyKey: "key",
  paymentMethod: "pm_card_visa",
  shippingAddress: address,
  customer: newCustomer,
};

const place = (more: Partial<Extract<Command, { type: "placeOrder" }>> = {}): Command => ({
  type: "placeOrder",
  ...placed,
  lines: [{ sku: "A", quantity: 2 }],
  quote: createQuote([{ ...quote("A"), quantity: 2 }]),
  ...more,
});
const createCart: Command = { type: "createCart", orderId: placed.orderId, accountId: "acc_1", currency: "USD" };
const reserved: Outcome = { type: "reserved", lines: [{ ...quote("A"), quantity: 2 }] };
const started: Outcome = { type: "paymentStarted", paymentId: "pi_1" };
const authorized: Outcome = { type: "authorized", paymentId: "pi_1" };
const created: Outcome = { type: "created" };
const captured: Outcome = { type: "captured", paymentId: "pi_1" };
const cancel: Command = { type: "cancelOrder", reason: "changed my mind" };
/** The payment is started and authorized in one call. */
const paid: Outcome = { type: "paymentStarted", paymentId: "pi_1", result: { type: "authorized" } };
const happyPath = [place(), reserved, paid, captured];

interface Run {
  readonly state: OrderState;
  readonly events: readonly OrderEvent[];
  /** The effects of the last command. */
  readonly effects: readonly Effect[];
  /** The reason of the last command's rejection. */
  readonly rejected: string | undefined;
}

/** Decides on one command after the other, and folds the events. */
function run(commands: readonly Command[]): Run {
  let current: Run = { state: newOrder, events: [], effects: [], rejected: undefined };
  for (const command of commands) {
    const decided = decide(command, current.state);
    if (!decided.ok) {
      current = { ...current, rejected: decided.error.reason };
      continue;
    }
    let { state } = current;
    for (const event of decided.value) {
      state = evolve(state, { sequence: state.sequence + 1, at: 1_000 + state.sequence, actor: "system", event });
    }
    const events = current.events.concat(decided.value);
    current = {
      state,
      events,
      effects: decided.value.flatMap((event) => effectsOf(event, state)),
      rejected: undefined,
    };
  }
  return current;
}

const typesOf = (values: readonly { readonly type: string }[]) => values.map(({ type }) => type);

describe("SKUs in another case", () => {
  const line = (sku: string, quantity: number) => ({ sku, quantity });

  it("become one line in the catalog's spelling when an order is placed", () => {
    const { state, effects } = run([
      place({ lines: [line("a", 1), line("A", 2)], quote: createQuote([{ ...quote("A"), quantity: 3 }]) }),
    ]);
    expect(state.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([["A", 3]]);
    expect(effects).toContainEqual({ type: "reserveStock", lines: [line("A", 3)] });
  });

  it("set and remove the same line of a cart", () => {
    const set = (sku: string, quantity: number): Command => ({
      type: "setCartLine",
      accountId: "acc_1",
      line: line(sku, quantity),
      ...(quantity === 0 ? {} : { quote: quote("A") }),
    });
    const cart = run([createCart, set("A", 1), set("a", 5)]);
    expect(cart.state.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([["A", 5]]);
    expect(run([createCart, set("A", 1), set("a", 0)]).state.lines).toEqual([]);
  });

  it("ship the line of the order", () => {
    const ship: Command = { type: "fulfilOrder", lines: [line("a", 1)] };
    expect(run([...happyPath, ship]).state.shipments.map(({ lines }) => lines)).toEqual([[line("A", 1)]]);
    const tooMany: Command = { type: "fulfilOrder", lines: [line("a", 1), line("A", 2)] };
    expect(run([...happyPath, tooMany]).rejected).toBe("OVER_FULFILLED");
  });
});

describe("a refund in the provider's dashboard", () => {
  const refund = { refundId: "re_1", amount: usd(500n), status: "SUCCEEDED", isOwn: false } as const;
  const note: Command = { type: "noteRefunds", refunds: [refund] };

  it("is not recorded before the order is confirmed, so that the provider sends its event again", () => {
    const path = happyPath.slice(0, 3);
    expect(run([...path, note])).toMatchObject({ rejected: "IN_PROGRESS", state: { refunded: usd(0n) } });
    expect(run([...happyPath, note]).state).toMatchObject({ status: "PARTIALLY_REFUNDED", refunded: usd(500n) });
  });
});

describe("the steps of an order", () => {
  it("rejects the order when the reserved price has another currency than the quote", () => {
    const unitPrice = { amountMinor: 1_000n, currency: "EUR" } as const;
    const repriced: Outcome = { type: "reserved", lines: [{ ...quote("A"), unitPrice, quantity: 2 }] };
    const { state, effects } = run([place(), repriced, { type: "released" }]);
    expect([state.status, state.rejection?.code, state.totals.total]).toEqual([
      "REJECTED",
      "PRICE_CHANGED",
      usd(2_000n),
    ]);
    expect(typesOf(effects)).toEqual(["projectOrder", "publishFact"]);
    // Prices in two currencies must never be added up.
    expect(state.lines.map((line) => line.unitPrice)).toEqual([usd(1_000n)]);
  });

  it.each([
    [10n, "AMOUNT_TOO_SMALL"],
    [50_000_000n, "AMOUNT_TOO_LARGE"],
  ])("does not place an order, and rejects a reserved one, at a price of %s", (price, code) => {
    expect(run([place({ quote: createQuote([{ ...quote("A", price), quantity: 2 }]) })])).toMatchObject({
      rejected: code,
      events: [],
    });
    const repriced: Outcome = { type: "reserved", lines: [{ ...quote("A", price), quantity: 2 }] };
    const { state } = run([place(), repriced, { type: "released" }]);
    expect([state.status, state.rejection?.code]).toEqual(["REJECTED", code]);
  });

  it.each([
    [1, "PLACED", ["reserveStock", "publishFact"]],
    [2, "RESERVED", ["authorizePayment"]],
    [3, "CREATED", ["capturePayment"]],
    [4, "CONFIRMED", ["projectOrder", "publishFact"]],
  ] as const)("step %i leads to %s and causes %j", (steps, status, effects) => {
    const { state, effects: next } = run(happyPath.slice(0, steps));
    expect([state.status, typesOf(next)]).toEqual([status, effects]);
  });

  it("merges two lines of one SKU", () => {
    const lines = [
      { sku: "A", quantity: 2 },
      { sku: "A", quantity: 3 },
    ];
    const { effects } = run([place({ lines, quote: createQuote([{ ...quote("A"), quantity: 5 }]) })]);
    expect(effects[0]).toEqual({ type: "reserveStock", lines: [{ sku: "A", quantity: 5 }] });
  });

  it("charges the price of the reservation, not of the quote", () => {
    const lines = [{ ...quote("A", 900n), quantity: 2 }];
    const { effects, state } = run([place(), { type: "reserved", lines }]);
    expect(effects).toEqual([{ type: "authorizePayment", amount: usd(1_800n) }]);
    expect(state.totals.total).toEqual(usd(1_800n));
  });

  it("releases the stock when the reserved total differs from the expected total", () => {
    const lines = [{ ...quote("A", 1_100n), quantity: 2 }];
    const { effects, state } = run([place({ expectedTotal: usd(2_000n) }), { type: "reserved", lines }]);
    expect(typesOf(effects)).toEqual(["releaseStock"]);
    expect(
      run([place({ expectedTotal: usd(2_000n) }), { type: "reserved", lines }, { type: "released" }]).state,
    ).toMatchObject({
      status: "REJECTED",
      rejection: { code: "PRICE_CHANGED" },
    });
    expect(state.status).toBe("RESERVED");
  });
});

describe("when a step fails", () => {
  it("rejects the order without compensation when stock is short", () => {
    const { state, effects } = run([place(), { type: "short", skus: ["A"] }]);
    expect([state.status, state.rejection?.code, typesOf(effects)]).toEqual([
      "REJECTED",
      "OUT_OF_STOCK",
      ["projectOrder", "publishFact"],
    ]);
  });

  it("voids the payment and releases the stock after a decline, and ends when both are done, in either order", () => {
    const declined: Outcome = { type: "declined", paymentId: "pi_1", code: "generic_decline", message: "no" };
    const compensating = [place(), reserved, started, declined];
    expect(typesOf(run(compensating).effects)).toEqual(["voidPayment", "releaseStock"]);
    const voided: Outcome = { type: "voided", paymentId: "pi_1" };
    for (const both of [
      [voided, { type: "released" } as const],
      [{ type: "released" } as const, voided],
    ]) {
      expect(run([...compensating, ...both.slice(0, 1)]).state.status).toBe("RESERVED");
      expect(run([...compensating, ...both]).state).toMatchObject({
        status: "REJECTED",
        rejection: { code: "PAYMENT_DECLINED" },
      });
    }
  });

  it("ignores a late duplicate of every outcome", () => {
    for (let steps = 1; steps <= happyPath.length; steps++) {
      const commands = happyPath.slice(0, steps);
      const before = run(commands).state;
      for (const duplicate of commands.slice(1)) expect(run([...commands, duplicate]).state).toEqual(before);
    }
  });
});

describe("an order whose payment waits for the cardholder", () => {
  const waits: Outcome = { type: "actionRequired", paymentId: "pi_1", clientSecret: "s" };
  const waiting = [place(), reserved, started, waits];
  const limited: Outcome = { type: "unpaidLimitReached", paymentId: "pi_1" };
  const cancelUnpaid: Command = { type: "cancelUnpaid", paymentId: "pi_1" };

  it("is rejected with UNPAID_LIMIT and its SKUs, after the payment is voided and the stock released", () => {
    const { state, effects } = run([...waiting, limited]);
    expect(effects.map(({ type }) => type)).toEqual(["voidPayment", "releaseStock"]);
    expect(state.status).toBe("RESERVED");
    const ended = run([...waiting, limited, { type: "voided", paymentId: "pi_1" }, { type: "released" }]).state;
    expect([ended.status, ended.rejection]).toEqual([
      "REJECTED",
      { code: "UNPAID_LIMIT", message: "too many units wait for payment", skus: ["A"] },
    ]);
  });

  it("is not rejected after its payment was authorized, and not for another payment", () => {
    expect(run([...waiting, authorized, limited]).effects).toEqual([]);
    expect(run([...waiting, { ...limited, paymentId: "pi_2" }]).effects).toEqual([]);
    expect(run([...waiting, cancel, limited]).effects).toEqual([]);
  });

  it("cancels the orders that it replaces", () => {
    const orders = [{ orderId: "ord_2", paymentId: "pi_2" }];
    const counted = (replaced: typeof orders): Outcome => ({ type: "unpaidCounted", paymentId: "pi_1", replaced });
    expect(run([...waiting, counted(orders)]).effects).toEqual([{ type: "cancelUnpaid", orders }]);
    expect(run([...waiting, counted([])]).effects).toEqual([]);
  });

  it("is cancelled by a newer order while the same payment waits, and not after that", () => {
    expect(run([...waiting, cancelUnpaid]).effects.map(({ type }) => type)).toEqual(["voidPayment", "releaseStock"]);
    expect(run([...waiting, { ...cancelUnpaid, paymentId: "pi_2" }]).effects).toEqual([]);
    expect(run([...waiting, authorized, cancelUnpaid]).effects).toEqual([]);
    expect(run([...happyPath, cancelUnpaid]).effects).toEqual([]);
    expect(run([place(), reserved, started, cancelUnpaid]).effects).toEqual([]);
  });
});

describe("an order whose stock an unpaid order of the same account holds", () => {
  const unpaid = [{ orderId: "ord_2", paymentId: "pi_2" }];
  const short: Outcome = { type: "short", skus: ["A"], unpaid };
  const cancelled: Outcome = { type: "unpaidCancelled" };

  it("cancels that order and reserves its stock again, once, under another id", () => {
    expect(run([place(), short]).effects).toEqual([{ type: "cancelUnpaid", orders: unpaid }]);
    const retried = run([place(), short, cancelled]);
    expect(retried.effects).toEqual([{ type: "reserveStock", lines: [{ sku: "A", quantity: 2 }] }]);
    expect(reservationIdOf(retried.state)).toBe(`${placed.orderId}:retry`);
    expect(run([place(), short, cancelled, reserved]).state.status).toBe("RESERVED");
    expect(run([place(), short, cancelled, short]).state).toMatchObject({
      status: "REJECTED",
      rejection: { code: "OUT_OF_STOCK", skus: ["A"] },
    });
  });

  it("is cancelled instead when its buyer cancels it meanwhile", () => {
    expect(run([place(), short, cancel, cancelled]).state.status).toBe("CANCELLED");
    expect(run([place(), cancel, short]).state.status).toBe("CANCELLED");
  });
});

describe("cancellation", () => {
  it.each([
    [1, [reserved], ["releaseStock"]],
    [2, [paid], ["voidPayment", "releaseStock"]],
    [2, [{ ...paid, result: { type: "actionRequired", clientSecret: "s" } }], ["voidPayment", "releaseStock"]],
    [2, [{ ...paid, result: { type: "declined", code: "c", message: "no" } }], ["voidPayment", "releaseStock"]],
    [2, [{ type: "declined", code: "c", message: "no" }], ["releaseStock"]],
    // The payment was started by an earlier release.
    [2, [started], ["voidPayment", "releaseStock"]],
  ] as const)(
    "during step %i, before the pivot, compensates what the outcome of the step requires",
    (steps, outcome, effects) => {
      const commands = [...happyPath.slice(0, steps), cancel];
      expect(run(commands).effects).toEqual([]);
      expect(typesOf(run([...commands, ...outcome]).effects)).toEqual(effects);
    },
  );

  it("during the capture, which is the pivot, completes the order and then refunds it", () => {
    const commands = [...happyPath.slice(0, 3), cancel, captured];
    const { events, effects } = run(commands);
    expect(typesOf(events)).toContain("OrderConfirmed");
    expect(typesOf(events)).not.toContain("CompensationStarted");
    expect(typesOf(effects)).toEqual(["projectOrder", "publishFact", "refundPayment", "restock"]);
    const done = run([...commands, { type: "refunded", refundId: "re_1" }, { type: "restocked" }]).state;
    expect([done.status, done.refunded]).toEqual(["CANCELLED", usd(2_000n)]);
  });

  it("is rejected when there is no order or the order has ended", () => {
    const short: Outcome = { type: "short", skus: ["A"] };
    expect(run([cancel]).rejected).toBe("NOT_FOUND");
    expect(run([place(), short, cancel]).rejected).toBe("NOT_CANCELLABLE");
    expect(run([createCart, cancel, cancel]).rejected).toBe("NOT_CANCELLABLE");
  });
});

describe("a cart whose placement was rejected", () => {
  const setLine = (quantity: number): Command => {
    return {
      type: "setCartLine",
      accountId: "acc_1",
      line: { sku: "A", quantity },
      quote: quote("A"),
      reopens: true,
    };
  };
  const placeCart = (idempotencyKey: string): Command => {
    const { lines: _, ...command } = place() as Extract<Command, { type: "placeOrder" }>;
    return { ...command, idempotencyKey };
  };
  const declined: Outcome = { type: "declined", paymentId: "pi_1", code: "generic_decline", message: "no" };
  const undone: readonly Outcome[] = [{ type: "voided", paymentId: "pi_1" }, { type: "released" }];
  const rejectedCart = [createCart, setLine(2), placeCart("k1"), reserved, started, declined, ...undone];

  it("makes a rejected cart a cart again when a line is set, and keeps the ledger and the keys", () => {
    const { state, events } = run([...rejectedCart, setLine(3)]);
    expect(typesOf(events).slice(-2)).toEqual(["CartReopened", "CartLineSet"]);
    expect(state).toMatchObject({ status: "CART", attempt: 1, earlierKeys: ["k1"], totals: { total: usd(3_000n) } });
    expect(state).toMatchObject({ lines: [{ sku: "A", quantity: 3 }], transactions: [{}, {}] });
    const { rejection, compensation, paymentId, number, idempotencyKey, shippingAddress, placedAt } = state;
    const removed = { rejection, compensation, paymentId, number, idempotencyKey, shippingAddress, placedAt };
    expect(Object.values(removed).every((value) => value === undefined)).toBe(true);
    expect(reservationIdOf(state)).toBe(placed.orderId);
  });

  it("is not changed before its row has a deadline", () => {
    const { reopens: _, ...line } = setLine(3) as Extract<Command, { type: "setCartLine" }>;
    expect(run([...rejectedCart, line])).toMatchObject({ rejected: "CART_REJECTED", state: { status: "REJECTED" } });
  });

  it("has another reservation in each placement, and is placed again after any number of rejections", () => {
    const short: Outcome = { type: "short", skus: ["A"] };
    const again = [...rejectedCart, placeCart("k2"), short, placeCart("k3"), reserved];
    const { state } = run(again);
    expect(state).toMatchObject({ status: "RESERVED", attempt: 3, earlierKeys: ["k1", "k2"], idempotencyKey: "k3" });
    expect(reservationIdOf(state)).toBe(`${placed.orderId}:3`);
  });

  it("is placed fifty times at most", () => {
    const short: Outcome = { type: "short", skus: ["A"] };
    const again = Array.from({ length: 49 }, (_, index) => [placeCart(`again ${index}`), short, setLine(2)]).flat();
    const { state, rejected } = run([...rejectedCart, ...again, placeCart("too many")]);
    expect([state.attempt, state.status, rejected]).toEqual([50, "CART", "TOO_MANY_CHANGES"]);
  });

  it("ignores the payment of an earlier placement", () => {
    const again = [...rejectedCart, placeCart("k2"), reserved];
    const second: Outcome = { type: "paymentStarted", paymentId: "pi_2" };
    for (const path of [again, [...again, second]]) {
      const before = run(path).state;
      for (const outcome of [declined, authorized, captured, ...undone]) {
        expect(run([...path, outcome]).state).toEqual(before);
      }
    }
  });

  it("leaves an order from lines rejected", () => {
    const short: Outcome = { type: "short", skus: ["A"] };
    for (const command of [setLine(3), placeCart("k2")]) {
      const { rejected, state } = run([place(), short, command]);
      expect([rejected, state.status]).toEqual(["CART_ALREADY_PLACED", "REJECTED"]);
    }
  });

  it("ends the placement of a cart whose payment waits for the cardholder, and no other", () => {
    const abandon: Command = { type: "abandonPayment", accountId: "acc_1" };
    const waiting = [
      createCart,
      setLine(2),
      placeCart("k1"),
      reserved,
      started,
      { type: "actionRequired", paymentId: "pi_1", clientSecret: "s" },
    ] as const;
    expect(typesOf(run([...waiting, abandon]).effects)).toEqual(["voidPayment", "releaseStock"]);
    expect(run([...waiting, abandon, ...undone, placeCart("k2")]).state).toMatchObject({
      status: "PLACED",
      attempt: 2,
    });
    expect(run([...waiting, { ...abandon, accountId: "acc_2" }]).rejected).toBe("NOT_FOUND");
    expect(run([...waiting, authorized, abandon]).events).toEqual(run([...waiting, authorized]).events);
    const fromLines = [place(), ...waiting.slice(3)];
    expect(run([...fromLines, abandon]).events).toEqual(run(fromLines).events);
  });
});

it("rejects a price in KWD that is no multiple of 10, also when the catalog has changed it since", () => {
  const dinars = (sku: string, amountMinor: bigint): Quote => ({
    ...quote(sku),
    unitPrice: { amountMinor, currency: "KWD" },
  });
  const order = (quoted: bigint) =>
    place({ quote: createQuote([{ ...dinars("A", quoted), quantity: 10 }]), lines: [{ sku: "A", quantity: 10 }] });
  expect(run([order(5_125n)]).rejected).toBe("INVALID_AMOUNT");
  const changed: Outcome = { type: "reserved", lines: [{ ...dinars("A", 5_125n), quantity: 10 }] };
  const { state } = run([order(5_120n), changed]);
  expect(state.compensation?.rejection).toMatchObject({ code: "INVALID_AMOUNT", skus: ["A"] });
});

it("rejects placing a cart whose owner was erased", () => {
  const line: Command = { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 2 }, quote: quote("A") };
  const { lines: _, ...fromCart } = place() as Extract<Command, { type: "placeOrder" }>;
  expect(run([createCart, line, fromCart]).state.status).toBe("PLACED");
  const erased = run([createCart, line, { type: "erasePersonalData" }, fromCart]);
  expect([erased.rejected, erased.state.status]).toEqual(["NOT_FOUND", "CART"]);
});

describe("manual review", () => {
  const exhausted = (effect: Effect): Outcome => ({ type: "exhausted", effect, key: "k", reason: "unavailable" });
  const giveUp: Command = { type: "resolveOrder", resolution: "GIVE_UP", note: "n" };
  const capture: Effect = { type: "capturePayment", paymentId: "pi_1", amount: usd(2_000n) };
  const cancellationRefund: Effect = { type: "refundPayment", paymentId: "pi_1", amount: usd(2_000n) };

  it("rejects GIVE_UP while a capture or a refund may have succeeded, or a refund is owed", () => {
    const unknownCapture = [...happyPath.slice(0, 3), exhausted(capture), giveUp];
    expect(run(unknownCapture)).toMatchObject({ rejected: "NOT_RESOLVABLE", state: { status: "NEEDS_ATTENTION" } });
    const requestedRefund: Effect = { ...cancellationRefund, amount: usd(500n), requestId: `${placed.orderId}-8` };
    const refunded = [
      ...happyPath,
      { type: "refundOrder", amount: usd(500n), reason: "r" },
      exhausted(requestedRefund),
      giveUp,
    ] as const;
    expect(run(refunded)).toMatchObject({ rejected: "NOT_RESOLVABLE", state: { status: "NEEDS_ATTENTION" } });
    const owedRefund = [...happyPath, cancel, exhausted(cancellationRefund), giveUp];
    expect(run(owedRefund)).toMatchObject({ rejected: "NOT_RESOLVABLE", state: { status: "NEEDS_ATTENTION" } });
  });

  it("projects the order again when other steps of its cancellation succeed after one was given up", () => {
    const refunded: Outcome = { type: "refunded", refundId: "re_1" };
    const restocked: Outcome = { type: "restocked" };
    const stuckRefund = [...happyPath, cancel, exhausted(cancellationRefund)];
    expect(run([...stuckRefund, restocked]).effects).toEqual([{ type: "projectOrder" }]);
    const stuckRestock = [...happyPath, cancel, exhausted({ type: "restock" })];
    const published: Effect = { type: "publishFact", fact: "refunded" };
    expect(run([...stuckRestock, refunded]).effects).toEqual([published, { type: "projectOrder" }]);
    // The end of a cancellation projects it.
    expect(run([...happyPath, cancel, restocked]).effects).toEqual([]);
    expect(run([...happyPath, cancel, refunded]).effects).toEqual([published]);
    const stuckVoid = exhausted({ type: "voidPayment", paymentId: "pi_1", amount: usd(2_000n) });
    const stuckRelease = exhausted({ type: "releaseStock" });
    const cancelledEarly = [...happyPath.slice(0, 2), cancel, paid];
    expect(run([...cancelledEarly, stuckVoid, { type: "released" }]).effects).toEqual([{ type: "projectOrder" }]);
    const voided: Outcome = { type: "voided", paymentId: "pi_1" };
    expect(run([...cancelledEarly, stuckRelease, voided]).effects).toEqual([{ type: "projectOrder" }]);
  });
});

describe("an effect that changes what others hold", () => {
  const paymentId = "pi_1";
  const amount = usd(2_000n);
  it.each<Effect>([
    { type: "reserveStock", lines: [] },
    { type: "authorizePayment", amount },
    // Of earlier releases: after a crash, a cancellation must know the payment that it may have to void.
    { type: "confirmPayment", paymentId, paymentMethod: "pm" },
    { type: "capturePayment", paymentId, amount },
    { type: "releaseStock" },
    { type: "voidPayment", paymentId, amount },
    { type: "refundPayment", paymentId, amount },
  ])("starts when the events before it are on disk: $type", (effect) => {
    expect(needsDurableLog(effect)).toBe(true);
  });
});

describe("the authorization of a payment", () => {
  it("has the key of its placement, wherever the reservation is in the log", () => {
    const event = run(happyPath.slice(0, 2)).events.find(({ type }) => type === "StockReserved") as OrderEvent;
    const keyAt = (sequence: number, attempt: number) =>
      effectKey(event, { orderId: placed.orderId, sequence, index: 0, type: "authorizePayment", attempt });
    expect([keyAt(2, 1), keyAt(9, 1)]).toEqual([`${placed.orderId}:authorization`, `${placed.orderId}:authorization`]);
    expect(keyAt(9, 2)).toBe(`${placed.orderId}:authorization:2`);
  });
});

describe("an order that staff give up while its authorization is unknown", () => {
  it("voids the payment by the key of the authorization", () => {
    const effect: Effect = { type: "authorizePayment", amount: usd(2_000n) };
    const exhausted: Outcome = {
      type: "exhausted",
      effect,
      key: `${placed.orderId}:authorization`,
      reason: "unavailable",
    };
    const giveUp: Command = { type: "resolveOrder", resolution: "GIVE_UP", note: "n" };
    const { effects } = run([...happyPath.slice(0, 2), exhausted, giveUp]);
    expect(effects).toEqual([
      { type: "projectOrder" },
      { type: "voidPayment", paymentId: `${placed.orderId}:authorization`, amount: usd(2_000n) },
      { type: "releaseStock" },
    ]);
  });
});

const anyCommand = fc.constantFrom<Command>(
  createCart,
  place(),
  { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 1 }, quote: quote("A") },
  cancel,
  reserved,
  started,
  paid,
  authorized,
  created,
  captured,
  { type: "committed" },
  { type: "short", skus: ["A"] },
  { type: "declined", code: "x", message: "no" },
  { type: "keyTaken" },
  { type: "released" },
  { type: "restocked" },
  { type: "voided", paymentId: "pi_1" },
  { type: "refunded", refundId: "re_1" },
  { type: "acknowledged" },
  { type: "exhausted", effect: { type: "commitStock" }, key: "k", reason: "unavailable" },
);

describe("any sequence of commands", () => {
  it("can be decided, folded, encoded and decoded, and keeps the invariants of money", () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 25 }), (commands) => {
        const { state, events } = run(commands);
        const decoded = events.map((event) => encodeEvent(event)).map(createEventDecoder());
        expect(decoded).toEqual(events);
        const seen = typesOf(events);
        const pivot = seen.indexOf("PaymentCaptured");
        // An order is captured at most once. CONFIRMED implies captured. After the pivot no compensation starts. A refund
        // requires a capture.
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

  it("freezes every state", () => {
    const { state } = run(happyPath);
    expect(Object.isFrozen(state)).toBe(true);
  });
});
