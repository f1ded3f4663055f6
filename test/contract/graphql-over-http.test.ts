import { serverAudits } from "graphql-http";
import { describe, expect, it } from "vitest";
import { useShop } from "../support/use-shop.ts";

const shop = useShop();

/** The audits of the specification, from the `graphql-http` package. */
const audits = serverAudits({ url: () => `${shop.url}/graphql`, fetchFn: fetch });

describe("GraphQL over HTTP", () => {
  it("has 61 audits", () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))("%s: %s", async (_id, _name, audit) => {
    const result = await audit.fn();
    expect(result.status, result.status === "ok" ? "" : result.reason).toBe("ok");
  });
});
