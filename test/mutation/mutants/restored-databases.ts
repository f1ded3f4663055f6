import type { Mutant } from "../mutant.ts";
import { withoutFaults } from "./tests.ts";

export const restoredDatabasesMutants: readonly Mutant[] = [
  {
    name: "a rebuild does not correct a row with wrong columns",
    file: "workers/order/store/order-rows.ts",
    find: "or(isNotLater, eq(orders.sequence, row.sequence))",
    replace: "isNotLater",
    killedBy: ["test/e2e/orders-rebuild.test.ts", "restores every column of every row"],
  },
  {
    name: "a rebuild leaves the units of a paid order for sale after their release",
    file: "workers/catalog/domain/stock-rebuild.ts",
    find: 'return status === "committed" ? { type: "write", before: "released" } : undefined;',
    replace: "return undefined;",
    killedBy: ["test/e2e/stock-rebuild.test.ts", "sells again to an order whose reservation was released"],
  },
  {
    name: "a rebuild sells units that a refund returned to stock",
    file: "workers/order/domain/stock-records.ts",
    find: "restocks: [...before, { key, lines,",
    replace: "restocks: [{ key, lines: [],",
    killedBy: ["test/e2e/stock-rebuild.test.ts", "makes stock, reservations, uses of promotions and units sold"],
  },
  {
    name: "a rebuild does not count the uses of promotions",
    file: "workers/catalog/store/stock-rebuild.ts",
    find: "coalesce(p.reserved + p.used < p.usage_limit, false)",
    replace: "false",
    killedBy: ["test/e2e/stock-rebuild.test.ts", "makes stock, reservations, uses of promotions and units sold"],
  },
  {
    name: "a rebuild does not know that the stock of an order is sold",
    file: "workers/order/domain/stock-records.ts",
    find: 'update(() => ({ status: "committed" }));',
    replace: "",
    killedBy: withoutFaults,
  },
];
