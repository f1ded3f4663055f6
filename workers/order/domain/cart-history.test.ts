import { describe, expect, it } from "vitest";
import { freeTerms } from "../../../test/pricing/quotes.ts";
import type { CurrencyCode } from "../../kit/domain/money.ts";
import { append, emptyHistory, type History } from "./cart-history.ts";
import type { UserCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { maxCartChanges } from "./limits.ts";
import { priceReserved } from "./terms.ts";

const accountId = "acc_1";
const created = { type: "CartCreated", orderId: "ord_1", accountId, currency: "USD" } as const;

const emptyCart = append(emptyHistory, { sequence: 1, at: 1, actor: "system", event: created });

function decideChange({ state }: History, sku: string, quantity: number, currency: "USD" | "EUR" = "USD") {
  const quote = { sku, name: sku, productId: `prd_${sku}`, unitPrice: { amountMinor: 100n, currency } };
  return decide({ type: "setCartLine", accountId, line: { sku, quantity }, quote }, state);
}

function change(cart: History, sku: string, quantity: number, currency: "USD" | "EUR" = "USD"): History {
  const decided = decideChange(cart, sku, quantity, currency);
  if (!decided.ok) throw new Error(decided.error.reason);
  return decided.value.reduce((history, event) => {
    const sequence = history.state.sequence + 1;
    return append(history, { sequence, at: sequence, actor: "system", event });
  }, cart);
}

const linesOf = ({ state }: History) => state.lines.map(({ sku, quantity }) => `${quantity} ${sku}`);
const sequencesOf = ({ events }: History) => events.map(({ sequence }) => sequence);

describe("the log of a cart", () => {
  it("holds its lines in the order in which they were added, and not their history", () => {
    let cart = emptyCart;
    for (const [sku, quantity] of [
      ["A", 1],
      ["B", 1],
      ["C", 1],
      ["A", 2],
      ["B", 3],
      ["A", 4],
    ] as const) {
      cart = change(cart, sku, quantity);
    }
    expect(linesOf(cart)).toEqual(["4 A", "3 B", "1 C"]);
    expect(sequencesOf(cart)).toEqual([1, 4, 6, 7]);
    expect(cart.state.sequence).toBe(7);
  });

  it("holds the latest record of added units, once, until the cart is placed", () => {
    const add = (cart: History, key: string) => {
      const quote = {
        sku: "A",
        name: "A",
        productId: "prd_A",
        unitPrice: { amountMinor: 100n, currency: "USD" },
      } as const;
      const addition = { key, requestHash: "hash" };
      const command = {
        type: "changeCartLines",
        accountId,
        lines: [{ sku: "A", quantity: 1 }],
        quotes: [quote],
        addition,
      };
      const decided = decide(command as Extract<UserCommand, { type: "changeCartLines" }>, cart.state);
      if (!decided.ok) throw new Error(decided.error.reason);
      return decided.value.reduce((history, event) => {
        const sequence = history.state.sequence + 1;
        return append(history, { sequence, at: sequence, actor: "system", event });
      }, cart);
    };
    const cart = change(add(add(add(emptyCart, "one"), "two"), "three"), "A", 0);
    expect(cart.events.map(({ event }) => event.type)).toEqual([
      "CartCreated",
      "CartAdditionsRecorded",
      "CartLineRemoved",
    ]);
    expect(cart.state.additions?.map(({ key }) => key)).toEqual(["one", "two", "three"]);
    const next = change(cart, "B", 1);
    expect(next.events.map(({ event }) => event.type)).toEqual(["CartCreated", "CartAdditionsRecorded", "CartLineSet"]);
    expect(next.state.additions).toEqual(cart.state.additions);
  });

  it("holds the removal of a line until the next change", () => {
    const removed = change(change(change(emptyCart, "A", 1), "B", 1), "A", 0);
    expect([linesOf(removed), sequencesOf(removed)]).toEqual([["1 B"], [1, 3, 4]]);
    const added = change(removed, "A", 2);
    expect([linesOf(added), sequencesOf(added)]).toEqual([
      ["1 B", "2 A"],
      [1, 3, 5],
    ]);
    const other = change(removed, "B", 2);
    expect([linesOf(other), sequencesOf(other)]).toEqual([["2 B"], [1, 5]]);
  });

  it("returns to the currency in which the cart was created when the last line is removed", () => {
    const cart = change(change(emptyCart, "A", 1, "EUR"), "A", 0);
    expect([cart.state.currency, cart.state.totals.total]).toEqual(["USD", { amountMinor: 0n, currency: "USD" }]);
  });

  it("folds to the same state with and without the replaced changes, for any changes", () => {
    let seed = 1;
    const random = (max: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % max;
    };
    for (let run = 0; run < 50; run++) {
      let cart = emptyCart;
      const expected = new Map<string, number>();
      for (let step = 0; step < 30; step++) {
        const [sku, quantity] = ["ABCD"[random(4)] ?? "A", random(3)] as const;
        cart = change(cart, sku, quantity);
        if (quantity === 0) expected.delete(sku);
        else expected.set(sku, quantity);
        expect(linesOf(cart)).toEqual([...expected].map(([line, units]) => `${units} ${line}`));
        const removals = cart.events.filter(({ event }) => event.type === "CartLineRemoved");
        expect(cart.events.length - removals.length).toBe(1 + expected.size);
        expect(removals.length).toBeLessThanOrEqual(1);
        expect(cart.state.sequence).toBe(cart.events.at(-1)?.sequence);
      }
    }
  });

  it("holds the last codes and the last currency only, and folds to the same state, for any changes", () => {
    let seed = 7;
    const random = (max: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % max;
    };
    const quoteOf = (sku: string, currency: CurrencyCode) => ({
      sku,
      name: sku,
      productId: `prd_${sku}`,
      unitPrice: { amountMinor: currency === "EUR" ? 90n : 100n, currency },
    });
    for (let run = 0; run < 50; run++) {
      let cart = emptyCart;
      let complete = emptyCart.state;
      let currency: "USD" | "EUR" = "USD";
      for (let step = 0; step < 30; step++) {
        const sku = "ABCD"[random(4)] ?? "A";
        const kind = random(6);
        if (kind === 1) currency = random(2) === 0 ? "USD" : "EUR";
        const chosen = kind === 1 ? currency : complete.currency;
        const command =
          kind === 0
            ? ({ type: "setCartCouponCodes", accountId, couponCodes: [`C${random(3)}`] } as const)
            : kind === 1
              ? ({
                  type: "setCartCurrency",
                  accountId,
                  currency,
                  quotes: [..."ABCD"].map((each) => quoteOf(each, chosen)),
                } as const)
              : ({
                  type: "setCartLine",
                  accountId,
                  line: { sku, quantity: random(3) },
                  quote: quoteOf(sku, complete.chosenCurrency ?? "USD"),
                } as const);
        const decided = decide(command, cart.state);
        if (!decided.ok) throw new Error(decided.error.reason);
        for (const event of decided.value) {
          const recorded = { sequence: cart.state.sequence + 1, at: 1, actor: "system", event };
          complete = evolve(complete, recorded);
          cart = append(cart, recorded);
        }
        expect(cart.state).toEqual(complete);
        const count = (type: string) => cart.events.filter(({ event }) => event.type === type).length;
        expect([count("CartCouponCodesSet"), count("CartCurrencySet")].every((events) => events <= 1)).toBe(true);
        expect(cart.events.length).toBeLessThanOrEqual(1 + 2 + 4 + 4);
      }
    }
  });

  it("keeps the changes before the cart was placed", () => {
    const cart = change(change(emptyCart, "A", 1), "B", 1);
    const placed = {
      type: "OrderPlaced",
      orderId: "ord_1",
      accountId,
      number: "1",
      currency: "USD",
      lines: cart.state.lines.map(({ addedAt: _, ...line }) => line),
      idempotencyKey: "k",
      paymentMethod: "pm_1",
      terms: freeTerms,
      pricing: priceReserved(cart.state.lines, [], "USD", freeTerms),
      proceed: false,
    } as const;
    const add = (history: History, event: Parameters<typeof append>[1]["event"]) => {
      const sequence = history.state.sequence + 1;
      return append(history, { sequence, at: sequence, actor: "system", event });
    };
    const quote = {
      sku: "A",
      name: "A",
      productId: "prd_A",
      unitPrice: { amountMinor: 100n, currency: "USD" },
    } as const;
    const removed = add(add(cart, placed), { type: "CartLineRemoved", sku: "A" });
    const added = add(removed, { type: "CartLineSet", line: { ...quote, quantity: 5 }, addedAt: 6 });
    expect([linesOf(added), sequencesOf(added)]).toEqual([
      ["1 B", "5 A"],
      [1, 2, 3, 4, 6],
    ]);
    // The removal of a line that was placed stays, because the placed order has the line.
    const other = add(removed, { type: "CartLineSet", line: { ...quote, sku: "C", quantity: 1 }, addedAt: 6 });
    expect([linesOf(other), sequencesOf(other)]).toEqual([
      ["1 B", "1 C"],
      [1, 2, 3, 4, 5, 6],
    ]);
  });

  it("takes the maximum of changes, and then refuses further ones", () => {
    let cart = emptyCart;
    for (let step = 0; step < maxCartChanges; step++) cart = change(cart, "A", 1 + (step % 2));
    expect(sequencesOf(cart)).toEqual([1, maxCartChanges + 1]);
    const refused = decideChange(cart, "A", 3);
    expect(refused.ok ? undefined : refused.error).toMatchObject({ reason: "TOO_MANY_CHANGES", field: ["cartId"] });
    const nothing = decideChange(cart, "B", 0);
    expect(nothing).toEqual({ ok: true, value: [] });
  });
});
