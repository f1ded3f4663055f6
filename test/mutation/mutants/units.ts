import type { Mutant } from "../mutant.ts";
import { refundedUnits } from "./tests.ts";

export const unitsMutants: readonly Mutant[] = [
  {
    name: "units: a unit is refunded twice",
    file: "workers/order/domain/units.ts",
    find: "line.quantity - line.refunded - before.quantity",
    replace: "line.quantity - before.quantity",
    killedBy: refundedUnits("rejects more units than are left"),
  },
  {
    name: "units: cancelled units can be shipped",
    file: "workers/order/domain/units.ts",
    find: "unfulfilled: quantity - shipped - cancelled,",
    replace: "unfulfilled: quantity - shipped,",
    killedBy: refundedUnits("are not shipped, and do not make an order fulfilled"),
  },
  {
    name: "units: a failed refund puts its cancelled units back into the order",
    file: "workers/order/domain/units.ts",
    find: 'sumOf(shares, sku, "cancelled");',
    replace: 'sumOf(counted, sku, "cancelled");',
    killedBy: refundedUnits("that fails returns its money and leaves its units cancelled"),
  },
  {
    name: "units: refunded units go back on sale although they were shipped",
    file: "workers/order/domain/units.ts",
    find: "restock === true ? Math.min(shipped, restockable)",
    replace: "restock !== false ? Math.min(shipped, restockable)",
    killedBy: refundedUnits("leaves shipped units out of stock"),
  },
  {
    name: "units: shipped units can be cancelled",
    file: "workers/order/domain/units.ts",
    find: "line.unfulfilled - before.quantity",
    replace: "line.quantity - before.quantity",
    killedBy: refundedUnits("only unfulfilled units can be cancelled"),
  },
];
