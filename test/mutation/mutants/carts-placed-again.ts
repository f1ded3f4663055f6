import type { Mutant } from "../mutant.ts";
import { decided, stock, withoutFaults } from "./tests.ts";

export const cartsPlacedAgainMutants: readonly Mutant[] = [
  {
    name: "the second placement of a cart has the reservation of the first",
    file: "workers/order/domain/order.ts",
    find: "= attempt <= 1 ? id : ",
    replace: "= attempt >= 1 ? id : ",
    killedBy: withoutFaults,
  },
  {
    name: "the second placement of a cart starts the payment of the first",
    file: "workers/order/domain/effects-of.ts",
    find: "return attempt <= 1 ? ",
    replace: "return attempt >= 1 ? ",
    killedBy: withoutFaults,
  },
  {
    name: "a rejected order from lines can be placed again",
    file: "workers/order/domain/placing.ts",
    find: "if (isAgain && !state.isFromCart) return err(cartPlaced);",
    replace: "",
    killedBy: withoutFaults,
  },
  {
    name: "a rejected order from lines can be changed",
    file: "workers/order/domain/cart.ts",
    find: "if (!state.isFromCart) return err(cartPlaced);",
    replace: "",
    killedBy: decided("leaves an order from lines rejected"),
  },
  {
    name: "a cart can be placed any number of times",
    file: "workers/order/domain/placing.ts",
    find: "if (state.attempt >= maxPlacements)",
    replace: "if (state.attempt > 9 * maxPlacements)",
    killedBy: decided("is placed fifty times at most"),
  },
  {
    name: "a cart that is placed again is still being compensated",
    file: "workers/order/domain/evolve-cart.ts",
    find: "    compensation: undefined,\n",
    replace: "",
    killedBy: withoutFaults,
  },
  {
    name: "a cart that is changed after its rejection keeps the address of the placement",
    file: "workers/order/domain/evolve-cart.ts",
    find: "    shippingAddress: undefined,\n",
    replace: "",
    killedBy: decided("makes a rejected cart a cart again"),
  },
  {
    name: "the payment of an earlier placement declines the present one",
    file: "workers/order/domain/saga.ts",
    find: "(paymentId === undefined || state.paymentId === paymentId)",
    replace: "paymentId !== null",
    killedBy: decided("ignores the payment of an earlier placement"),
  },
  {
    name: "the payment that waits is not voided when its cart is placed again",
    file: "workers/order/domain/abandoning.ts",
    find: 'compensate(state, "REJECTED", paymentId, {',
    replace: 'compensate(state, "REJECTED", paymentId?.slice(99) || undefined, {',
    killedBy: withoutFaults,
  },
  {
    name: "the reservation of an earlier placement never expires",
    file: "workers/order/rpc/get-reservation-state.ts",
    find: "needed: isLatest && needsReservation(state)",
    replace: "needed: (isLatest || !isLatest) && needsReservation(state)",
    killedBy: stock("is released when it belongs to an earlier placement"),
  },
  {
    name: "a decline counts for the earlier placements of the cart too",
    file: "workers/order/rpc/shared/payment-limits.ts",
    find: ".slice(start, end < 0 ? undefined : end)",
    replace: ".slice(start, end < 0 ? undefined : events.length)",
    killedBy: ["test/trials/orders-placed-again.test.ts", "counts a declined payment once"],
  },
];
