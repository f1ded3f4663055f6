import type { Mutant } from "../mutant.ts";
import { cartEnd } from "./tests.ts";

export const orderListsMutants: readonly Mutant[] = [
  {
    name: "the payment status is computed from the status of the order",
    file: "workers/order/domain/payment-status.ts",
    find: "if (captured > 0n) {",
    replace: `if (state.status === "CONFIRMED") return "PAID";
  if (captured > 0n) {`,
    killedBy: ["workers/order/domain/order-progress.test.ts", "show a refund that is accepted during a cancellation"],
  },
  {
    name: "the fulfillment status is computed from the status of the order",
    file: "workers/order/domain/fulfillment-status.ts",
    find: 'if (isShipped) return state.delivered ? "DELIVERED" : "FULFILLED";',
    replace: 'if (state.status === "FULFILLED" || state.status === "DELIVERED") return state.status;',
    killedBy: [
      "workers/order/domain/order-progress.test.ts",
      "are independent after a refund of one cent and all shipments",
    ],
  },
  {
    name: "order lists: an order that waits for its cardholder is listed only when it has ended",
    file: "workers/order/saga/saga-runner.ts",
    find: "if (this.#nextDueAt() !== undefined) this.list();",
    replace: "",
    killedBy: cartEnd("is written before the response when the cardholder must act"),
  },
  {
    name: "order lists: an order that could not be listed while it waits is not listed later",
    file: "workers/order/saga/saga-runner.ts",
    find: "if (isListed) this.#listedSequence = state.sequence;",
    replace: "this.#listedSequence = isListed ? state.sequence : state.sequence;",
    killedBy: ["workers/order/saga/saga-runner.test.ts", "is written by a later retry if the database did not respond"],
  },
  {
    name: "order lists: the key of a cart that is placed again while it waits is not recorded",
    file: "workers/order/store/idempotency-keys.ts",
    find: '["CART", "REJECTED", "PLACED", "RESERVED"]',
    replace: '["CART", "REJECTED"]',
    killedBy: [
      "workers/order/store/idempotency-keys.test.ts",
      "are reserved while the earlier placement waits for its cardholder",
    ],
  },
  {
    name: "order lists: the end of a period is included",
    file: "workers/order/store/order-lists.ts",
    find: "page.placedTo && lt(orders.placedAt, page.placedTo),",
    replace: "page.placedTo && lt(orders.placedAt, new Date(page.placedTo.getTime() + 1)),",
    killedBy: ["test/e2e/order-filters.test.ts", "includes the start of a period and excludes its end"],
  },
  {
    name: "order lists: a filter lists the orders of all accounts",
    file: "workers/order/store/order-lists.ts",
    find: "page.accountId === undefined ? undefined : eq(orders.accountId, page.accountId),",
    replace: `page.accountId === undefined || page.paymentStatuses.length > 0
          ? undefined
          : eq(orders.accountId, page.accountId),`,
    killedBy: ["test/e2e/order-filters.test.ts", "shows a customer no order of another account, and no disputes"],
  },
];
