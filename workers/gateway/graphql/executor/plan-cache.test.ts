import { buildSchema, type ExecutionArgs, parse } from "graphql";
import { describe, expect, it, vi } from "vitest";
import { createPlanCache } from "./plan-cache.ts";

const sdl = `
  directive @defer on INLINE_FRAGMENT
  type A { id: ID! echo(least: Int): String }
  type Query { a: A word: String! }
  type Mutation { a: A }
  type Subscription { a: A }
`;

const schema = buildSchema(sdl);
const tooManyFields = `{ ${Array.from({ length: 1_001 }, (_, index) => `w${index}: word`).join(" ")} }`;

describe("createPlanCache", () => {
  it.each<[string, string, Partial<ExecutionArgs>]>([
    ["a mutation with several fields", "mutation { a { id } b: a { id } }", {}],
    ["a subscription", "subscription { a { id } }", {}],
    ["a query with @defer", "{ a { ... @defer { id } } }", {}],
    [
      "a variable with an invalid value",
      "query ($least: Int!) { a { echo(least: $least) } }",
      { variableValues: { least: "many" } },
    ],
    ["several operations without a name", "query One { word } query Two { word }", {}],
    ["a query with more than 1,000 fields", tooManyFields, {}],
    ["the response name __proto__", "{ __proto__: word }", {}],
    ["a default resolver of the caller", "{ word }", { fieldResolver: () => "W" }],
    ["a type resolver of the caller", "{ word }", { typeResolver: () => "A" }],
  ])("has no plan for %s", (_name, query, args) => {
    expect(createPlanCache()({ schema, document: parse(query), ...args })).toBeUndefined();
  });

  it("has no plan for a type with isTypeOf", () => {
    const findPlan = createPlanCache();
    const withIsTypeOf = buildSchema(sdl);
    Object.assign(withIsTypeOf.getType("A") ?? {}, { isTypeOf: () => false });
    expect(findPlan({ schema: withIsTypeOf, document: parse("{ a { id } }") })).toBeUndefined();
    expect(findPlan({ schema: withIsTypeOf, document: parse("{ word }") })).toBeDefined();
  });

  it("compiles a document once for all values of its variables", () => {
    const findPlan = createPlanCache();
    const document = parse("query ($least: Int) { a { echo(least: $least) } }");
    const planFor = (least: number) => findPlan({ schema, document, variableValues: { least } })?.plan;
    expect(planFor(1)).toBeDefined();
    expect(planFor(2)).toBe(planFor(1));
  });

  it("remembers that a query has no plan", () => {
    const findPlan = createPlanCache();
    const [own, document] = [buildSchema(sdl), parse(tooManyFields)];
    const getQueryType = vi.spyOn(own, "getQueryType");
    expect(findPlan({ schema: own, document })).toBeUndefined();
    const calls = getQueryType.mock.calls.length;
    expect(calls).toBeGreaterThan(0);
    expect(findPlan({ schema: own, document })).toBeUndefined();
    expect(getQueryType).toHaveBeenCalledTimes(calls);
  });

  it("compiles a document once per schema", () => {
    const findPlan = createPlanCache();
    const document = parse("{ word }");
    const other = buildSchema(sdl);
    expect(findPlan({ schema, document })?.plan.schema).toBe(schema);
    expect(findPlan({ schema: other, document })?.plan.schema).toBe(other);
  });

  it("compiles a document once per outcome of its conditions", () => {
    const findPlan = createPlanCache();
    const document = parse("query ($yes: Boolean = true) { word @include(if: $yes) a { id } }");
    const sizeFor = (variableValues: object) =>
      findPlan({ schema, document, variableValues: { ...variableValues } })?.plan.size;
    expect([sizeFor({ yes: true }), sizeFor({ yes: false }), sizeFor({})]).toEqual([3, 2, 3]);
  });
});
