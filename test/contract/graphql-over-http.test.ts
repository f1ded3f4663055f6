import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openShop, type Shop } from "../support/harness.ts";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop?.stop());

/** The audits of the GraphQL over HTTP specification, by its own suite. */
const audits = serverAudits({ url: () => `${shop.url}/graphql`, fetchFn: fetch });

it("there are 61 audits", () => {
  expect(audits).toHaveLength(61);
});

it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))("%s: %s", async (_id, _name, audit) => {
  const result = await audit.fn();
  expect(result.status, result.status === "ok" ? "" : result.reason).toBe("ok");
});
