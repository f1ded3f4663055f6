import { describe, expect, it } from "vitest";
import { newOrder } from "../domain/order.ts";
import type { Runtime } from "./runtime.ts";
import { SagaRunner, viewAt } from "./saga-runner.ts";

describe("viewAt", () => {
  it("returns a past state up to the last event of that time when the clock was set back between two events", async () => {
    let now = 2_000;
    const runtime: Runtime = {
      now: () => now,
      wait: async () => {},
      random: () => 0.5,
      perform: async () => ({ type: "outcome", outcome: { type: "acknowledged" } }),
      write: () => {},
      setAlarm: () => {},
      deleteAlarm: () => {},
      giveUpMs: 1_000,
    };
    const runner = new SagaRunner([], runtime);
    const request = { actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };
    const createCart = {
      type: "createCart",
      orderId: "ord_0123456789abcdefghjkmnpqrs",
      accountId: "acc_1",
      currency: "USD",
    } as const;
    await runner.execute({ ...request, command: createCart });
    now = 1_000;
    await runner.execute({ ...request, command: { type: "cancelOrder" } });
    const view = runner.read() ?? { state: newOrder, events: [] };
    expect(viewAt(view, 1_500)).toEqual(view);
    expect(viewAt(view, 1_500)?.state.status).toBe("CANCELLED");
    expect(viewAt(view, 999)).toBeUndefined();
  });
});
