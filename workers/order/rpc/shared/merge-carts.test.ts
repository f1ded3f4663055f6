import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../../test/pricing/quotes.ts";
import { findLastCartChange } from "../../domain/cart-history.ts";
import type { UserCommand } from "../../domain/commands.ts";
import { maxLines, maxUnits } from "../../domain/limits.ts";
import { EventLog } from "../../saga/event-log.ts";
import type { OrderView } from "../../saga/saga-runner.ts";
import { type Carts, mergeCarts } from "./merge-carts.ts";

const [guest, account] = ["acc_guest", "acc_customer"];
type Line = readonly [sku: string, quantity: number, currency?: "USD" | "EUR"];

/** Carts in memory. A call fails when its number is `failsAt`: before it is executed, or after it. */
class TestCarts implements Carts {
  readonly #logs = new Map<string, EventLog>();
  #now = 1_000;
  #calls = 0;
  failsAt = Number.NaN;
  failsAfter = false;

  create(id: string, accountId: string, lines: readonly Line[]): void {
    this.#logs.set(id, new EventLog([]));
    this.submit(id, { type: "createCart", orderId: id, accountId, currency: "USD" });
    for (const [sku, quantity, currency = "USD"] of lines) {
      const quote = { sku, name: sku, productId: sku, unitPrice: { amountMinor: 100n, currency } };
      this.submit(id, { type: "setCartLine", accountId, line: { sku, quantity }, quote });
    }
  }

  submit(id: string, command: UserCommand) {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    return this.#log(id).submit({ command, actor: "system", traceId, now: this.#now++ });
  }

  view(id: string): OrderView {
    const { state, events } = this.#log(id);
    return { state, events };
  }

  linesOf(id: string): readonly string[] {
    return this.view(id).state.lines.map(({ sku, quantity }) => `${quantity} ${sku}`);
  }

  list: Carts["list"] = async (accountId) =>
    [...this.#logs.keys()]
      .map((id) => this.view(id))
      .filter(({ state }) => state.accountId === accountId && ["CART", "REJECTED"].includes(state.status))
      .toSorted((a, b) => (findLastCartChange(b.events)?.at ?? 0) - (findLastCartChange(a.events)?.at ?? 0));

  execute: Carts["execute"] = async (id, command) => {
    const fails = this.#calls++ === this.failsAt;
    if (fails && !this.failsAfter) throw new Error("no connection");
    const result = this.submit(id, command);
    if (fails) throw new Error("no response");
    return result.ok ? { ok: true, value: this.view(id) } : result;
  };

  #log(id: string): EventLog {
    const log = this.#logs.get(id);
    if (log === undefined) throw new Error(`No cart ${id}`);
    return log;
  }
}

function openCarts(guestLines: readonly Line[], accountLines: readonly Line[]): TestCarts {
  const carts = new TestCarts();
  carts.create("ord_account", account, accountLines);
  carts.create("ord_guest", guest, guestLines);
  return carts;
}

const failures = [0, 1, 2].flatMap((call) => [false, true].map((after) => [call, after] as const));

describe("the cart of a guest who signs in", () => {
  it("is merged into the cart of the account, which keeps its id, and is cancelled", async () => {
    const carts = openCarts(
      [
        ["A", 2],
        ["B", 1],
      ],
      [
        ["A", 3],
        ["C", 1],
      ],
    );
    await mergeCarts(carts, guest, account);
    expect(carts.linesOf("ord_account")).toEqual(["5 A", "1 C", "1 B"]);
    expect(carts.view("ord_guest").state.status).toBe("CANCELLED");
    expect((await carts.list(account))[0]?.state.id).toBe("ord_account");
    await mergeCarts(carts, guest, account);
    expect(carts.linesOf("ord_account")).toEqual(["5 A", "1 C", "1 B"]);
  });

  it.each(failures)(
    "is merged once when call %i fails, and the merge is repeated (after it: %s)",
    async (call, after) => {
      const carts = openCarts(
        [
          ["A", 2],
          ["B", 1],
        ],
        [["A", 3]],
      );
      Object.assign(carts, { failsAt: call, failsAfter: after });
      await expect(mergeCarts(carts, guest, account)).rejects.toThrow();
      await mergeCarts(carts, guest, account);
      expect([carts.linesOf("ord_account"), carts.linesOf("ord_guest")]).toEqual([["5 A", "1 B"], []]);
      expect(carts.view("ord_guest").state.status).toBe("CANCELLED");
    },
  );

  it.each(failures)(
    "is in one cart only when the other cart ends after call %i failed (after it: %s)",
    async (call, after) => {
      const carts = openCarts([["A", 2]], [["B", 3]]);
      Object.assign(carts, { failsAt: call, failsAfter: after });
      await expect(mergeCarts(carts, guest, account)).rejects.toThrow();
      const isMerged = carts.linesOf("ord_account").includes("2 A");
      carts.submit("ord_account", { type: "cancelOrder" });
      await mergeCarts(carts, guest, account);
      expect(carts.linesOf("ord_guest")).toEqual(isMerged ? [] : ["2 A"]);
      expect(carts.view("ord_guest").state.status).toBe(isMerged ? "CANCELLED" : "CART");
    },
  );

  it("is merged once by two concurrent merges", async () => {
    const carts = openCarts([["A", 2]], [["A", 3]]);
    await Promise.all([mergeCarts(carts, guest, account), mergeCarts(carts, guest, account)]);
    expect(carts.linesOf("ord_account")).toEqual(["5 A"]);
    expect(carts.view("ord_guest").state.status).toBe("CANCELLED");
  });

  it("refuses changes with CART_MERGED during and after the merge", async () => {
    const carts = openCarts([["A", 2]], [["A", 3]]);
    const removal = { type: "setCartLine", accountId: guest, line: { sku: "A", quantity: 0 } } as const;
    carts.submit("ord_guest", { type: "startCartMerge", into: "ord_account" });
    expect(carts.submit("ord_guest", removal)).toMatchObject({ ok: false, error: { reason: "CART_MERGED" } });
    await mergeCarts(carts, guest, account);
    carts.submit("ord_guest", { type: "changeOwner", from: guest, accountId: account });
    for (const accountId of [guest, account]) {
      const refused = carts.submit("ord_guest", { ...removal, accountId });
      expect(refused).toMatchObject({ ok: false, error: { reason: "CART_MERGED" } });
    }
    const other = carts.submit("ord_guest", { ...removal, accountId: "acc_other" });
    expect(other).toMatchObject({ ok: false, error: { reason: "NOT_FOUND" } });
  });

  it("keeps the lines that do not fit, and can be changed again", async () => {
    const many = Array.from({ length: maxLines - 1 }, (_, index): Line => [`M${index}`, 1]);
    const carts = openCarts(
      [
        ["A", 1],
        ["M0", 2],
        ["B", 1],
      ],
      many,
    );
    await mergeCarts(carts, guest, account);
    expect(carts.linesOf("ord_account")).toEqual(["3 M0", ...many.slice(1).map(([sku]) => `1 ${sku}`), "1 A"]);
    expect([carts.linesOf("ord_guest"), carts.view("ord_guest").state.status]).toEqual([["1 B"], "CART"]);
    const changed = carts.submit("ord_guest", {
      type: "setCartLine",
      accountId: guest,
      line: { sku: "B", quantity: 0 },
    });
    expect(changed.ok).toBe(true);
    expect((await carts.list(account))[0]?.state.id).toBe("ord_account");
  });

  it("keeps lines in another currency", async () => {
    const carts = openCarts([["A", 1, "EUR"]], [["A", 3]]);
    await mergeCarts(carts, guest, account);
    expect([carts.linesOf("ord_account"), carts.linesOf("ord_guest")]).toEqual([["3 A"], ["1 A"]]);
    expect(carts.view("ord_guest").state.status).toBe("CART");
  });

  it("has at most the maximum of units of a SKU after the merge", async () => {
    const carts = openCarts([["A", 600]], [["A", 600]]);
    await mergeCarts(carts, guest, account);
    expect(carts.linesOf("ord_account")).toEqual([`${maxUnits} A`]);
    expect(carts.view("ord_guest").state.status).toBe("CANCELLED");
  });

  it("stays as it is when the account has no cart", async () => {
    const carts = openCarts([["A", 1]], []);
    carts.submit("ord_account", { type: "cancelOrder" });
    await mergeCarts(carts, guest, account);
    expect([carts.linesOf("ord_guest"), carts.view("ord_guest").state.status]).toEqual([["1 A"], "CART"]);
  });

  it("is merged although its placement was rejected, and into a cart whose placement was rejected", async () => {
    const carts = openCarts([["A", 2]], [["B", 1]]);
    for (const [orderId, accountId, sku, quantity] of [
      ["ord_guest", guest, "A", 2],
      ["ord_account", account, "B", 1],
    ] as const) {
      carts.submit(orderId, {
        type: "placeOrder",
        orderId,
        accountId,
        idempotencyKey: "key",
        quote: createQuote([{ sku, quantity, unitPrice: { amountMinor: 100n, currency: "USD" } }]),
        customer: newCustomer,
        paymentMethod: "pm_card_visa",
        shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
        expectedTotal: { amountMinor: 1n, currency: "USD" },
      });
      expect(carts.view(orderId).state.status).toBe("REJECTED");
    }
    await mergeCarts(carts, guest, account);
    expect([carts.linesOf("ord_account"), carts.view("ord_account").state.status]).toEqual([["1 B", "2 A"], "CART"]);
    expect(carts.view("ord_guest").state.status).toBe("CANCELLED");
  });
});

describe("the coupon codes and the currency of a guest's cart", () => {
  const codes = (accountId: string, ...couponCodes: readonly string[]) =>
    ({ type: "setCartCouponCodes", accountId, couponCodes }) as const;
  const currency = (accountId: string, lines: readonly string[] = []) => {
    const quotes = lines.map((sku) => {
      const unitPrice = { amountMinor: 90n, currency: "EUR" as const };
      return { sku, name: sku, productId: sku, unitPrice };
    });
    return { type: "setCartCurrency", accountId, currency: "EUR", quotes } as const;
  };

  it.each(failures)(
    "come after those of the account, at most five, once (call %i fails, after it: %s)",
    async (call, after) => {
      const carts = openCarts([["A", 1]], [["B", 1]]);
      carts.submit("ord_account", codes(account, "ONE", "Two"));
      carts.submit("ord_guest", codes(guest, "two", "THREE", "FOUR", "FIVE", "SIX"));
      Object.assign(carts, { failsAt: call, failsAfter: after });
      await expect(mergeCarts(carts, guest, account)).rejects.toThrow();
      await mergeCarts(carts, guest, account);
      expect(carts.view("ord_account").state.couponCodes).toEqual(["ONE", "Two", "THREE", "FOUR", "FIVE"]);
    },
  );

  it("do not come back after the account has removed them", async () => {
    const carts = openCarts([["A", 1]], []);
    carts.submit("ord_guest", codes(guest, "ONE"));
    await mergeCarts(carts, guest, account);
    expect(carts.view("ord_account").state.couponCodes).toEqual(["ONE"]);
    carts.submit("ord_account", codes(account));
    await mergeCarts(carts, guest, account);
    expect(carts.view("ord_account").state.couponCodes).toEqual([]);
  });

  it("become those of an empty cart, and never change the currency of the account's cart", async () => {
    const empty = openCarts([["A", 1]], []);
    empty.submit("ord_guest", currency(guest, ["A"]));
    await mergeCarts(empty, guest, account);
    expect(empty.view("ord_account").state).toMatchObject({ chosenCurrency: "EUR", currency: "EUR" });
    expect(empty.linesOf("ord_account")).toEqual(["1 A"]);

    const chosen = openCarts([["A", 1]], []);
    chosen.submit("ord_account", currency(account));
    await mergeCarts(chosen, guest, account);
    expect([chosen.linesOf("ord_account"), chosen.linesOf("ord_guest")]).toEqual([[], ["1 A"]]);
  });
});
