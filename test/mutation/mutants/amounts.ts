import type { Mutant } from "../mutant.ts";
import { consistentMoney, decided } from "./tests.ts";

export const amountsMutants: readonly Mutant[] = [
  {
    name: "placing a cart fails when it changes concurrently",
    file: "workers/order/rpc/place-order.ts",
    find: "const maxAttempts = 5;",
    replace: "const maxAttempts = 1;",
    killedBy: ["test/e2e/checkout.test.ts", "is placed with or without the lines that are added"],
    isRace: true,
  },
  {
    name: "prices in different currencies are added up",
    file: "workers/order/domain/reserving.ts",
    find: "isPayable ? reserved : state.lines",
    replace: "reserved",
    killedBy: decided("rejects the order when the reserved price has another currency"),
  },
  {
    name: "two lines of one SKU count as the last one when an order is placed",
    file: "workers/order/domain/placing.ts",
    find: "(units.get(line.sku) ?? 0) + quantity",
    replace: "quantity",
    killedBy: decided("merges two lines of one SKU"),
  },
  {
    name: "the quoted price is charged instead of the price of the reservation",
    file: "workers/order/domain/evolve-lifecycle.ts",
    find: '({ lines, pricing }) => ({ lines, ...setPricing(pricing), status: "RESERVED" })',
    replace: '() => ({ status: "RESERVED" })',
    killedBy: decided("charges the price of the reservation"),
  },
  {
    name: "an increased price is charged without confirmation",
    file: "workers/order/domain/reserving.ts",
    find: "expectedTotal !== undefined && !isSameMoney(expectedTotal, total)",
    replace: "expectedTotal !== undefined && isSameMoney(expectedTotal, total)",
    killedBy: decided("releases the stock when the reserved total differs"),
  },
  {
    name: "pending refunds do not reduce the refundable amount",
    file: "workers/order/domain/refundable.ts",
    find: 'entry.kind === "REFUND" && isInFlight(entry)',
    replace: 'entry.kind === "VOID" && isInFlight(entry)',
    killedBy: consistentMoney,
    hangs: true,
  },
  {
    name: "refunds can exceed the captured amount",
    file: "workers/order/domain/refundable.ts",
    find: "subtract(totals.total, refunded));",
    replace: "totals.total);",
    killedBy: consistentMoney,
  },
  {
    name: "a shipped order can be cancelled",
    file: "workers/order/domain/cancelling.ts",
    find: "if (state.shipments.length > 0) return reject(",
    replace: "if (state.shipments.length < 0) return reject(",
    killedBy: consistentMoney,
  },
  {
    name: "a list has base prices although a price list applies since the last read",
    file: "workers/catalog/store/read-prices.ts",
    find: "if (isBasePriced) return result;",
    replace: "return result;",
    killedBy: ["workers/catalog/store/read-prices.test.ts", "reads prices of the market when a price list applies"],
  },
];
