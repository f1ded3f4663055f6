import type { Mutant } from "../mutant.ts";
import { decided, stock } from "./tests.ts";

export const stockMutants: readonly Mutant[] = [
  {
    name: "stock can be raised so far that a release would overflow",
    file: "workers/catalog/store/inventory.ts",
    find: "::int - reserved - committed, reserved",
    replace: "::bigint - reserved - committed, reserved",
    killedBy: stock("rejects a delta after which reserved or sold units"),
  },
  {
    name: "two lines of one SKU reserve only the last one",
    file: "workers/catalog/domain/inventory.ts",
    find: "const sum = quantity + (bySku.get(sku) ?? 0);",
    replace: "const sum = quantity;",
    killedBy: stock("adds up two lines of one SKU"),
  },
  {
    name: "a SKU in another case is out of stock",
    file: "workers/catalog/store/requested-lines.ts",
    find: `coalesce(\${storedSku(sql\`w.sku\`)}, w.sku) as sku`,
    replace: "w.sku as sku",
    killedBy: stock("are resolved to their stored spelling by every RPC"),
  },
  {
    name: "an order is not placed when it has a SKU in another spelling",
    file: "workers/order/domain/placing.ts",
    find: "const findLine = indexBySku(quote.lines);",
    replace: "const findLine = (sku: string) => quote.lines.find((line) => line.sku === sku);",
    killedBy: decided("become one line in the catalog's spelling"),
  },
  {
    name: "stock is read without a row lock",
    file: "workers/catalog/store/reservations.ts",
    find: "order by s.sku for update\n      ), priced",
    replace: "order by s.sku\n      ), priced",
    killedBy: stock("reserves the last unit for one of eight"),
    isRace: true,
  },
  {
    name: "concurrent imports create categories without a lock",
    file: "workers/catalog/store/category-writes.ts",
    find: "await db.batch([db.execute(lockTree), ...inserts]);",
    replace: "await db.batch([db.execute(sql`select 1`), ...inserts]);",
    killedBy: ["test/contract/catalog.test.ts", "are created by an import under a lock of the table"],
  },
  {
    name: "a release of an unknown reservation leaves no tombstone",
    file: "workers/catalog/store/reservation-lifecycle.ts",
    find: `values (\${id}, \${orderId}, 'released') on conflict (id) do nothing`,
    replace: `select \${id}, \${orderId}, 'released' where false on conflict (id) do nothing`,
    killedBy: stock("reserves nothing after a release of the same id"),
  },
];
