import { describe, expect, it } from "vitest";
import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { UserCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
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
