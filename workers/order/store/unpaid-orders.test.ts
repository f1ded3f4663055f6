import { describe, expect, it } from "vitest";
import { useOrderDatabase } from "../../../test/support/order-database.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import { projectOrder } from "./order-rows.ts";
import { startAttempt } from "./payment-attempts.ts";
import { createUnpaidOrders, deleteUnpaidBefore } from "./unpaid-orders.ts";

const open = useOrderDatabase();

const now = Date.now();
const noDeclineLimits = { windowMs: 1, maxRunMs: 1, perAccount: 1_000, perAddress: 1_000 };

interface Placement {
  readonly accountId: string;
  readonly units?: number;
  /** The network address of a guest. Absent for a customer. */
  readonly guestAt?: string;
}

let orders = 0;

/** Places an order whose payment has begun to wait, and which is not counted yet. */
async function place({ accountId, units = 1, guestAt }: Placement): Promise<OrderState> {
  const id = `ord_${++orders}`;
  const price = { amountMinor: 1n, currency: "USD" } as const;
  const lines = [{ sku: "A", name: "A", productId: "p", unitPrice: price, quantity: units }];
  const state: OrderState = {
    ...newOrder,
    id,
    accountId,
    idempotencyKey: id,
    paymentId: `pi_${id}`,
    lines,
    sequence: 3,
  };
  await projectOrder(open(), { ...state, status: "RESERVED", sequence: 1, createdAt: now, updatedAt: now });
  const attempt = { orderId: id, idempotencyKey: id, accountId, isGuest: guestAt !== undefined, now };
  await startAttempt(open(), { ...attempt, addressHash: guestAt }, noDeclineLimits);
  return state;
}

const unpaid = (isLimited = true) => createUnpaidOrders(open(), isLimited);

/** Places an order and counts it. Returns the ids of the orders that it replaces, or why it is not counted. */
async function count(placement: Placement, at = now) {
  const order = await place(placement);
  const counted = await unpaid().count(order, at);
  return { order, result: counted.type === "counted" ? counted.replaced.map(({ orderId }) => orderId) : counted.type };
}

describe("the unpaid orders of an account", () => {
  it("are one of a guest and three of a customer: one more replaces the oldest", async () => {
    const first = await count({ accountId: "guest", guestAt: "a" });
    const second = await count({ accountId: "guest", guestAt: "a" });
    expect([first.result, second.result]).toEqual([[], [first.order.id]]);
    const customer = [];
    for (let index = 0; index < 4; index++) customer.push(await count({ accountId: "customer" }));
    expect(customer.map(({ result }) => result)).toEqual([[], [], [], [customer[0]?.order.id]]);
  });

  it("hold 20 units together, without those that are replaced", async () => {
    expect((await count({ accountId: "u", units: 12 })).result).toEqual([]);
    expect((await count({ accountId: "u", units: 9 })).result).toBe("limited");
    expect((await count({ accountId: "u", units: 8 })).result).toEqual([]);
    expect((await count({ accountId: "u", units: 1 })).result).toBe("limited");
    expect((await count({ accountId: "one", units: 20, guestAt: "u" })).result).toEqual([]);
    expect((await count({ accountId: "one", units: 20, guestAt: "u" })).result).toHaveLength(1);
    expect((await count({ accountId: "one", units: 21, guestAt: "u" })).result).toBe("limited");
  });

  it("are not limited in load tests", async () => {
    const results = [];
    for (let index = 0; index < 4; index++) {
      results.push(await unpaid(false).count(await place({ accountId: "load", units: 100, guestAt: "load" }), now));
    }
    expect(results).toEqual(Array(4).fill({ type: "counted", replaced: [] }));
  });

  it("never exceed the limit, when many begin to wait concurrently", async () => {
    const placed = await Promise.all(Array.from({ length: 8 }, () => place({ accountId: "race", units: 6 })));
    const counts = await Promise.all(placed.map((order) => unpaid().count(order, now)));
    const replaced = new Set(counts.flatMap((c) => (c.type === "counted" ? c.replaced.map((o) => o.orderId) : [])));
    const admitted = placed.filter((_, index) => counts[index]?.type === "counted");
    // Three orders hold 18 units. Each later one replaces the oldest of them.
    expect([admitted.length, replaced.size]).toEqual([8, 5]);
  });

  it("are counted once when the call is repeated, and never replace a later order", async () => {
    const first = await count({ accountId: "again", guestAt: "again" });
    const second = await count({ accountId: "again", guestAt: "again" });
    expect(await unpaid().count(first.order, now)).toEqual({ type: "counted", replaced: [] });
    expect(await unpaid().count(second.order, now)).toMatchObject({ replaced: [{ orderId: first.order.id }] });
  });
});

describe("the unpaid orders of guests at a network address", () => {
  it("are three, over all accounts; customers do not count", async () => {
    for (const accountId of ["x1", "x2", "x3"]) {
      expect((await count({ accountId, guestAt: "x" })).result).toEqual([]);
    }
    expect((await count({ accountId: "x4", guestAt: "x" })).result).toBe("limited");
    expect((await count({ accountId: "x4", guestAt: "y" })).result).toEqual([]);
    expect((await count({ accountId: "x5" })).result).toEqual([]);
    expect((await count({ accountId: "x1", guestAt: "x" })).result).toHaveLength(1);
  });

  it("are three when many begin to wait concurrently", async () => {
    const accounts = Array.from({ length: 8 }, (_, index) => `z${index}`);
    const placed = await Promise.all(accounts.map((accountId) => place({ accountId, guestAt: "z" })));
    const counts = await Promise.all(placed.map((order) => unpaid().count(order, now)));
    expect(counts.filter(({ type }) => type === "counted")).toHaveLength(3);
  });
});

describe("an unpaid order", () => {
  it("counts until it is removed, and for eleven minutes at most", async () => {
    const { order } = await count({ accountId: "gone", guestAt: "gone" });
    await unpaid().remove(order.paymentId ?? "");
    const next = await count({ accountId: "gone", guestAt: "gone" });
    expect(next.result).toEqual([]);
    expect((await count({ accountId: "gone", guestAt: "gone" }, now + 11 * 60_000)).result).toEqual([]);
  });

  it("is found by its account and one of its SKUs", async () => {
    const { order } = await count({ accountId: "holder" });
    const find = async (accountId: string, ...skus: string[]) =>
      (await unpaid().findHolding(await place({ accountId }), skus)).map(({ orderId }) => orderId);
    expect(await find("holder", "B", "A")).toEqual([order.id]);
    expect([await find("holder", "B"), await find("stranger", "A")]).toEqual([[], []]);
    expect(await unpaid().findHolding(order, ["A"])).toEqual([]);
  });

  it("counts for the account that owns it now", async () => {
    const { order } = await count({ accountId: "visitor", guestAt: "v", units: 15 });
    await unpaid().changeOwner(order.paymentId ?? "", "owner");
    expect((await count({ accountId: "owner", units: 6 })).result).toBe("limited");
    expect((await count({ accountId: "visitor", guestAt: "v", units: 15 })).result).toEqual([]);
  });

  it("is not recorded by a late call, after its row shows that it has ended", async () => {
    const order = await place({ accountId: "late", guestAt: "late" });
    await projectOrder(open(), { ...order, status: "CANCELLED", sequence: 9, createdAt: now, updatedAt: now });
    expect(await unpaid().count(order, now)).toEqual({ type: "outdated" });
    expect((await count({ accountId: "late", guestAt: "late" })).result).toEqual([]);
  });

  it("is deleted by the cron job when it was left behind", async () => {
    await count({ accountId: "old", units: 20 });
    await deleteUnpaidBefore(open(), new Date(now + 1));
    expect((await count({ accountId: "old", units: 20 })).result).toEqual([]);
  });
});
