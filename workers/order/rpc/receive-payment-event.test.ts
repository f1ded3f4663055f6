import { describe, expect, it } from "vitest";
import { useOrderDatabase } from "../../../test/support/order-database.ts";
import { deriveId } from "../../kit/domain/ids.ts";
import type { OrderContext } from "../context.ts";
import { receivePaymentEvent } from "./receive-payment-event.ts";

const open = useOrderDatabase();

let events = 0;

/** Returns a delivery of one new event. `recheck` is what the order does, and `countRechecks` how often it was reached. */
async function createEvent() {
  const id = `evt_${++events}`;
  const orderId = await deriveId("ord", id);
  const db = open();
  let rechecks = 0;
  const deliver = (recheck: () => Promise<void> = async () => {}) => {
    const ctx = {
      db,
      trace: { traceId: "t1", spanId: "s1" },
      payments: { readEvent: async () => ({ id, orderId, paymentId: undefined, subject: "payment" }) },
      object: () => ({
        recheckPayment: async () => {
          rechecks++;
          await recheck();
        },
      }),
    };
    const request = { payload: new Uint8Array(), signature: "" };
    return receivePaymentEvent(request as never, ctx as unknown as OrderContext);
  };
  return { deliver, countRechecks: () => rechecks };
}

describe("receivePaymentEvent", () => {
  it("processes an event once when its deliveries follow one another", async () => {
    const { deliver, countRechecks } = await createEvent();
    for (let delivery = 0; delivery < 3; delivery++) expect(await deliver()).toEqual({});
    expect(countRechecks()).toBe(1);
  });

  it("processes an event again when the Worker stopped while it processed the first delivery", async () => {
    const { deliver, countRechecks } = await createEvent();
    await new Promise<void>((stopped) => {
      // The first delivery never returns, as when its Worker is gone.
      void deliver(() => new Promise(() => stopped()));
    });
    expect(await deliver()).toEqual({});
    expect(countRechecks()).toBe(2);
    expect(await deliver()).toEqual({});
    expect(countRechecks()).toBe(2);
  });

  it("processes an event again when the order could not be reached", async () => {
    const { deliver, countRechecks } = await createEvent();
    const unreachable = () => Promise.reject(new Error("unreachable"));
    await expect(deliver(unreachable)).rejects.toThrow("unreachable");
    await deliver();
    await deliver();
    expect(countRechecks()).toBe(2);
  });

  it("accepts concurrent deliveries of an event", async () => {
    const { deliver, countRechecks } = await createEvent();
    await Promise.all([1, 2, 3].map(() => deliver()));
    const concurrent = countRechecks();
    await deliver();
    expect(countRechecks()).toBe(concurrent);
  });
});
