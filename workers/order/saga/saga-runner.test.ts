import { expect, it } from "vitest";
import { createSagaRunner, type Runtime } from "./saga-runner.ts";

it("tells of an order as it was, though a clock went back between two of its events", async () => {
  let now = 2_000;
  const platform: Runtime = {
    now: () => now,
    wait: async () => {},
    random: () => 0.5,
    perform: async () => ({ type: "outcome", outcome: { type: "told" } }),
    write: () => {},
    setAlarm: () => {},
    deleteAlarm: () => {},
    giveUpMs: 1_000,
  };
  const driver = createSagaRunner([], platform);
  const request = { actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };
  const cart = {
    type: "createCart",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    currency: "USD",
  } as const;
  await driver.execute({ ...request, command: cart });
  now = 1_000;
  await driver.execute({ ...request, command: { type: "cancelOrder" } });
  expect(driver.read(1_500)).toEqual(driver.read());
  expect(driver.read(1_500)?.state.status).toBe("CANCELLED");
  expect(driver.read(999)).toBeUndefined();
});
