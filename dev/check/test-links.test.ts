import { expect, it } from "vitest";
import { findTestLinks } from "./test-links.ts";

it("findTestLinks finds links to tests and ignores other links", () => {
  const text = `| it breaks | [holds
all or nothing](../test/contract/stock.test.ts), [is killed](../test/faults/kills.stress.test.ts) |
See [orders](orders.md) and [the code](../workers/order/driver.ts).`;
  expect(findTestLinks(text)).toEqual([
    { title: "holds all or nothing", target: "../test/contract/stock.test.ts" },
    { title: "is killed", target: "../test/faults/kills.stress.test.ts" },
  ]);
});
