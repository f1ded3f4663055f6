import { expect, it } from "vitest";
import { findNamedTests } from "./named-tests.ts";

it("finds the tests that a document names, and no other link", () => {
  const text = `| it breaks | [holds
all or nothing](../test/contract/stock.test.ts), [is killed](../test/faults/kills.stress.test.ts) |
See [orders](orders.md) and [the code](../workers/order/driver.ts).`;
  expect(findNamedTests(text)).toEqual([
    { title: "holds all or nothing", target: "../test/contract/stock.test.ts" },
    { title: "is killed", target: "../test/faults/kills.stress.test.ts" },
  ]);
});
