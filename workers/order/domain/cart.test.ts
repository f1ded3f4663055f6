import { describe, expect, it } from "vitest";
import type { CurrencyCode } from "../../kit/domain/money.ts";
import { findRefusals } from "./cart.ts";
import type { UserCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { maxCartAdditions, maxUnits } from "./limits.ts";
import { newOrder, type OrderState } from "./order.ts";

const accountId = "acc_1";

function run(commands: readonly UserCommand[]): OrderState {
  return commands.reduce<OrderState>((before, command) => {
    const decided = decide(command, before);
    if (!decided.ok) throw new Error(decided.error.reason);
    return decided.value.reduce(
      (state, event) => evolve(state, { sequence: state.sequence + 1, at: 1, actor: "system", event }),
      before,
    );
  }, newOrder);
}

function decided(command: UserCommand, state: OrderState): string | readonly string[] {
  const result = decide(command, state);
  return result.ok ? result.value.map(({ type }) => type) : result.error.reason;
}

const quoteOf = (sku: string, currency: CurrencyCode, minor: bigint) => ({
  sku,
  name: sku,
  productId: `prd_${sku}`,
  unitPrice: { amountMinor: minor, currency },
});
const create: UserCommand = { type: "createCart", orderId: "ord_1", accountId, currency: "USD" };
const setLine = (sku: string, currency: CurrencyCode, minor = 100n, quantity = 2): UserCommand => ({
  type: "setCartLine",
  accountId,
  line: { sku, quantity },
  quote: quoteOf(sku, currency, minor),
});
const setCodes = (...couponCodes: readonly string[]): UserCommand => ({
  type: "setCartCouponCodes",
  accountId,
  couponCodes,
});
const setCurrency = (currency: CurrencyCode, ...quotes: readonly ReturnType<typeof quoteOf>[]): UserCommand => ({
  type: "setCartCurrency",
  accountId,
  currency,
  quotes,
});

const changeLines = (
  lines: readonly { readonly sku: string; readonly quantity: number }[],
  options: { readonly key?: string; readonly requestHash?: string; readonly skipsRefused?: true } = {},
): Extract<UserCommand, { type: "changeCartLines" }> => {
  const { key, requestHash = "hash", ...rest } = options;
  const quotes = [quoteOf("A", "USD", 100n), quoteOf("B", "USD", 50n), quoteOf("C", "EUR", 10n)];
  const addition = key === undefined ? {} : { addition: { key, requestHash } };
  return { type: "changeCartLines", accountId, lines, quotes, ...addition, ...rest };
};
const unitsOf = ({ lines }: OrderState) => lines.map(({ sku, quantity }) => `${quantity} ${sku}`);

describe("several lines of a cart", () => {
  it("are set together, in the order of the request", () => {
    const lines = [
      { sku: "b", quantity: 3 },
      { sku: "A", quantity: 0 },
    ];
    expect(unitsOf(run([create, setLine("A", "USD"), changeLines(lines)]))).toEqual(["3 B"]);
    const both = [
      { sku: "B", quantity: 1 },
      { sku: "A", quantity: 4 },
      { sku: "B", quantity: 2 },
    ];
    expect(unitsOf(run([create, changeLines(both)]))).toEqual(["2 B", "4 A"]);
  });

  it("do not change when one of them is refused", () => {
    const cart = run([create, setLine("A", "USD")]);
    const lines = (sku: string) => [
      { sku: "A", quantity: 5 },
      { sku, quantity: 1 },
    ];
    expect(decided(changeLines(lines("X")), cart)).toBe("UNKNOWN_SKU");
    const refused = decide(changeLines(lines("C")), cart);
    expect(refused).toMatchObject({ ok: false, error: { reason: "MIXED_CURRENCIES", field: ["lines", "1", "sku"] } });
  });

  it("change without the refused ones if the command skips them, and the refusals name them", () => {
    const cart = run([create, setLine("A", "USD")]);
    const lines = ["X", "B", "C"].map((sku) => ({ sku, quantity: 1 }));
    const command = changeLines(lines, { key: "k", skipsRefused: true });
    expect(unitsOf(run([create, setLine("A", "USD"), command]))).toEqual(["2 A", "1 B"]);
    const refusals = findRefusals(command, cart).map(({ reason, field }) => [reason, field[1]]);
    expect(refusals).toEqual([
      ["UNKNOWN_SKU", "0"],
      ["MIXED_CURRENCIES", "2"],
    ]);
  });
});

describe("units that are added to a cart", () => {
  const add = (quantity: number, key: string, requestHash?: string) =>
    changeLines([{ sku: "A", quantity }], { key, ...(requestHash === undefined ? {} : { requestHash }) });

  it("count together with those of the cart, once per key", () => {
    const cart = run([create, add(2, "one"), add(1, "two"), add(2, "one")]);
    expect(unitsOf(cart)).toEqual(["3 A"]);
    expect(decided(add(2, "one"), cart)).toEqual([]);
    expect(decided(add(2, "one", "other"), cart)).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("are not added again after their line was changed or removed", () => {
    const commands = [create, add(2, "one"), setLine("A", "USD", 100n, 5), add(2, "one")];
    expect(unitsOf(run(commands))).toEqual(["5 A"]);
    const removed = [create, add(2, "one"), changeLines([{ sku: "A", quantity: 0 }]), add(2, "one")];
    expect(unitsOf(run(removed))).toEqual([]);
  });

  it("do not exceed the units of a line", () => {
    const cart = run([create, add(maxUnits, "one")]);
    expect(decided(add(1, "two"), cart)).toBe("INVALID_QUANTITY");
  });

  it("have the latest keys only", () => {
    const keys = Array.from({ length: maxCartAdditions + 1 }, (_, index) => `key ${index}`);
    const cart = run([create, ...keys.map((key) => add(1, key))]);
    expect(cart.additions?.map(({ key }) => key)).toEqual(keys.slice(1));
  });
});

describe("the coupon codes of a cart", () => {
  it("are replaced, each once in any case, as the buyer wrote them", () => {
    const cart = run([create, setCodes("OLD"), setCodes("Ten", "FREE", "TEN")]);
    expect(cart.couponCodes).toEqual(["Ten", "FREE"]);
    expect(decided(setCodes("Ten", "FREE"), cart)).toEqual([]);
    expect(run([create, setCodes("TEN"), setCodes()]).couponCodes).toEqual([]);
  });

  it("belong to the account of the cart", () => {
    const cart = run([create]);
    const other = { type: "setCartCouponCodes", accountId: "acc_2", couponCodes: ["TEN"] } as const;
    expect(decided(other, cart)).toBe("NOT_FOUND");
    expect(decided(setCodes("TEN"), run([create, { type: "cancelOrder" }]))).toBe("CART_ALREADY_PLACED");
  });
});

describe("the currency of a cart", () => {
  it("changes the prices of all lines, and nothing else of them", () => {
    const before = run([create, setLine("A", "USD"), setLine("B", "USD", 50n, 1)]);
    const cart = run([
      create,
      setLine("A", "USD"),
      setLine("B", "USD", 50n, 1),
      setCurrency("EUR", quoteOf("b", "EUR", 40n), quoteOf("A", "EUR", 90n)),
    ]);
    const prices = cart.lines.map(({ unitPrice: { amountMinor, currency } }) => `${amountMinor} ${currency}`);
    expect(prices).toEqual(["90 EUR", "40 EUR"]);
    const withoutPrices = ({ lines }: OrderState) => lines.map(({ unitPrice: _, ...line }) => line);
    expect(withoutPrices(cart)).toEqual(withoutPrices(before));
    expect([cart.currency, cart.totals.total]).toEqual(["EUR", { amountMinor: 220n, currency: "EUR" }]);
  });

  it("stays as it is when a line has no price in the new one", () => {
    const cart = run([create, setLine("A", "USD"), setLine("B", "USD")]);
    expect(decided(setCurrency("EUR", quoteOf("A", "EUR", 90n)), cart)).toBe("NOT_SOLD_IN_CURRENCY");
    const inUsd = [quoteOf("A", "EUR", 90n), quoteOf("B", "USD", 90n)];
    expect(decided(setCurrency("EUR", ...inUsd), cart)).toBe("NOT_SOLD_IN_CURRENCY");
  });

  it("is the currency of later lines, also when the cart was empty or has one line", () => {
    const empty = run([create, setCurrency("EUR")]);
    expect([empty.currency, empty.totals.total.currency]).toEqual(["EUR", "EUR"]);
    expect(decided(setLine("A", "USD"), empty)).toBe("NOT_SOLD_IN_CURRENCY");
    const cart = run([create, setCurrency("EUR"), setLine("A", "EUR")]);
    expect(decided(setLine("A", "USD"), cart)).toBe("NOT_SOLD_IN_CURRENCY");
    expect(decided(setCurrency("EUR"), cart)).toEqual([]);
  });
});
