import { describe, expect, it } from "vitest";
import { useOrderDatabase } from "../../../test/support/order-database.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import { insertCart } from "./carts.ts";
import { deadlineMs, findOverdue } from "./deadlines.ts";
import {
  deleteRowWithoutOrder,
  findOrderIdByKey,
  type IdempotencyKey,
  reservationOfKey,
  reservationOfKeyForCart,
  reserveKey as reserve,
} from "./idempotency-keys.ts";
import { projectOrder, projectOrderIgnoringKey } from "./order-rows.ts";

const open = useOrderDatabase();

const reserveKey = (db: Database, key: IdempotencyKey) => reserve(db, reservationOfKey(key));
const reserveKeyForCart = (db: Database, key: IdempotencyKey) => reserve(db, reservationOfKeyForCart(key));

const keyOf = (orderId: string, idempotencyKey: string) => ({ orderId, accountId: "acc", idempotencyKey });

/** Returns how many of eight concurrent duplicates, in two hundred rounds, failed because of their own key. */
async function countFailures(write: (key: ReturnType<typeof keyOf>) => Promise<{ readonly ok: boolean }>) {
  let failures = 0;
  for (let round = 0; round < 200; round++) {
    const key = keyOf(crypto.randomUUID(), crypto.randomUUID());
    const results = await Promise.all(Array.from({ length: 8 }, () => write(key)));
    failures += results.filter(({ ok }) => !ok).length;
  }
  return failures;
}

describe("idempotency keys", () => {
  it("are reserved by all concurrent duplicates of a request", async () => {
    expect(await countFailures((key) => reserveKey(open(), { ...key, deadlineAt: Date.now() }))).toBe(0);
  });

  it("are written by all concurrent projections of an order", async () => {
    const toState = ({ orderId, ...key }: ReturnType<typeof keyOf>): OrderState => {
      return { ...newOrder, id: orderId, ...key, sequence: 1 };
    };
    expect(await countFailures((key) => projectOrder(open(), toState(key)))).toBe(0);
  });

  it("are not deleted while their order starts again", async () => {
    const reserveAt = (at: number) =>
      reserveKey(open(), { ...keyOf("ord_again", "again"), deadlineAt: at + deadlineMs });
    await reserveAt(0);
    await reserveAt(deadlineMs - 1);
    await deleteRowWithoutOrder(open(), "ord_again", deadlineMs + 1);
    expect(await findOverdue(open(), 2 * deadlineMs, 10)).toEqual(["ord_again"]);
    await deleteRowWithoutOrder(open(), "ord_again", 2 * deadlineMs);
    expect(await findOverdue(open(), 2 * deadlineMs, 10)).toEqual([]);
  });

  it("are deleted with the row of a cart that has ended", async () => {
    await insertCart(open(), { id: "ord_ended", accountId: "acc", deadlineAt: deadlineMs });
    await deleteRowWithoutOrder(open(), "ord_ended", deadlineMs);
    expect(await findOverdue(open(), 2 * deadlineMs, 10_000)).toContain("ord_ended");
    await deleteRowWithoutOrder(open(), "ord_ended", deadlineMs + 1);
    expect(await findOverdue(open(), 2 * deadlineMs, 10_000)).not.toContain("ord_ended");
  });

  // The client received no response and repeats its request. After that, the object projects its event log.
  it.each(["lines", "a cart"])(
    "leave no deadline after the order from %s has ended, although the request was repeated",
    async (source) => {
      const orderId = `ord_${crypto.randomUUID()}`;
      const at = Date.now();
      if (source === "a cart")
        await insertCart(open(), { id: orderId, accountId: "acc", deadlineAt: at + 30 * deadlineMs });
      const reserveOf = source === "a cart" ? reserveKeyForCart : reserveKey;
      for (const delay of [0, 1_000]) {
        await reserveOf(open(), { ...keyOf(orderId, orderId), deadlineAt: at + delay + deadlineMs });
      }
      const state = { ...newOrder, id: orderId, accountId: "acc", idempotencyKey: orderId, sequence: 1 };
      await projectOrder(open(), { ...state, status: "REJECTED", createdAt: at, updatedAt: at + 500 });
      expect(await findOverdue(open(), at + 10 * deadlineMs, 10_000)).not.toContain(orderId);
    },
  );

  describe("of a cart that is placed again", () => {
    const ownerOf = (accountId: string, key: string) => findOrderIdByKey(open(), accountId, key);

    it("are reserved while the earlier placement waits for its cardholder", async () => {
      const reserve = (key: string) =>
        reserveKeyForCart(open(), { ...keyOf("ord_waits", key), deadlineAt: Date.now() + deadlineMs });
      await insertCart(open(), { id: "ord_waits", accountId: "acc", deadlineAt: Date.now() + 30 * deadlineMs });
      await reserve("wait 1");
      const state = { ...newOrder, id: "ord_waits", accountId: "acc", idempotencyKey: "wait 1", sequence: 1 } as const;
      await projectOrder(open(), { ...state, status: "RESERVED" });
      await reserve("wait 2");
      expect(await ownerOf("acc", "wait 2")).toBe("ord_waits");
    });

    it("all belong to the cart, also when its account changes, and no other order of the account gets one", async () => {
      const reserve = (key: string) =>
        reserveKeyForCart(open(), { ...keyOf("ord_tried", key), deadlineAt: Date.now() + deadlineMs });
      await insertCart(open(), { id: "ord_tried", accountId: "acc", deadlineAt: Date.now() + 30 * deadlineMs });
      const state = { ...newOrder, id: "ord_tried", accountId: "acc", sequence: 1 } as const;
      expect(await reserve("try 1")).toEqual(expect.objectContaining({ ok: true }));
      await projectOrder(open(), { ...state, idempotencyKey: "try 1", status: "CART" });
      expect(await reserve("try 2")).toEqual(expect.objectContaining({ ok: true }));
      // A late projection of the first placement.
      await projectOrder(open(), { ...state, idempotencyKey: "try 1", status: "CART", sequence: 2 });
      const other = (key: string) => reserveKey(open(), { ...keyOf("ord_other", key), deadlineAt: Date.now() });
      for (const key of ["try 1", "try 2"]) {
        expect([key, await ownerOf("acc", key), await other(key)]).toEqual([
          key,
          "ord_tried",
          { ok: false, error: "KEY_TAKEN" },
        ]);
      }
      // The account that the cart moves to has used one of its keys for another order.
      await reserveKey(open(), { ...keyOf("ord_own", "try 1"), accountId: "acc_2", deadlineAt: Date.now() });
      await projectOrderIgnoringKey(open(), {
        ...state,
        accountId: "acc_2",
        idempotencyKey: "try 2",
        status: "CONFIRMED",
        sequence: 3,
      });
      expect([await ownerOf("acc_2", "try 1"), await ownerOf("acc_2", "try 2"), await ownerOf("acc", "try 2")]).toEqual(
        ["ord_own", "ord_tried", undefined],
      );
    });
  });

  it("are deleted with a reservation whose order never started", async () => {
    await reserveKey(open(), { ...keyOf("ord_never", "never"), deadlineAt: 0 });
    await deleteRowWithoutOrder(open(), "ord_never", 1);
    expect(await findOrderIdByKey(open(), "acc", "never")).toBeUndefined();
  });

  it("cannot be reserved by another order of the account", async () => {
    const reserve = (orderId: string, key: string) =>
      reserveKey(open(), { ...keyOf(orderId, key), deadlineAt: Date.now() });
    expect(await reserve("ord_first", "one")).toEqual(expect.objectContaining({ ok: true }));
    expect(await reserve("ord_second", "one")).toEqual({ ok: false, error: "KEY_TAKEN" });
    expect(await reserve("ord_second", "two")).toEqual(expect.objectContaining({ ok: true }));
  });
});
