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

describe("an invalid variable", () => {
  const query = "query ($first: Int!) { products(first: $first) { edges { cursor } } }";

  it.each([
    { accept: "application/graphql-response+json", status: 400 },
    { accept: "application/json", status: 200 },
  ])("is named in the error, with status $status for $accept", async ({ accept, status }) => {
    for (const [variables, message] of [
      [{ first: "two" }, /^Variable "\$first" got invalid value "two"; Int cannot represent non-integer value: "two"$/],
      [{}, /^Variable "\$first" of required type "Int!" was not provided\.$/],
    ] as const) {
      const response = await fetch(`${shop.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept },
        body: JSON.stringify({ query, variables }),
      });
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toContain(accept);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(message), extensions: { code: "BAD_USER_INPUT" } }],
      });
    }
  });
});
