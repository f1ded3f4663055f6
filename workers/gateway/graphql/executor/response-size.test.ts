import { buildSchema, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { executeQuery } from "./execute.ts";
import { createPlanCache } from "./plan-cache.ts";

const schema = buildSchema("type Query { items: [Item] text: String } type Item { name: String items: [Item] }");
const findPlan = createPlanCache();
const tooCostly = { code: "QUERY_TOO_COSTLY", http: { status: 400, spec: false } };

function run(query: string, rootValue: object, limits: { readonly nodes: number; readonly characters: number }) {
  const args = { schema, document: parse(query), rootValue };
  const found = findPlan(args);
  return found && executeQuery(found.plan, found.query, args, limits);
}

describe("executeQuery with limits of the response", () => {
  const items = (count: number) => Array.from({ length: count }, () => ({ name: "ab" }));

  it("completes a response that is as large as allowed", async () => {
    const result = await run("{ items { name } }", { items: items(3) }, { nodes: 3, characters: 6 });
    expect(result?.errors).toBeUndefined();
  });

  it.each([
    [{ nodes: 2, characters: 100 }, "The response has more than 2 objects"],
    [{ nodes: 100, characters: 5 }, "The strings of the response have more than 5 characters"],
  ])("responds with one error and without data above the limits %j", async (limits, message) => {
    const results = [
      await run("{ items { name } text }", { items: items(3) }, limits),
      await run("{ items { name } text }", { items: Promise.resolve(items(3).map(async (item) => item)) }, limits),
    ];
    for (const result of results) {
      expect(result).toEqual({ errors: [expect.objectContaining({ message, extensions: tooCostly })] });
    }
  });

  it("counts an object each time that it occurs, and stops to complete objects above the limit", async () => {
    let resolved = 0;
    const shared: object[] = [];
    const item = () => {
      resolved++;
      return shared;
    };
    for (let index = 0; index < 100; index++) shared.push({ items: item });
    const query = "{ items { items { items { items { name } } } } }";
    expect(await run(query, { items: shared }, { nodes: 1_000, characters: 0 })).toMatchObject({
      errors: [{ message: "The response has more than 1000 objects" }],
    });
    expect(resolved).toBeLessThan(1_100);
  });
});
