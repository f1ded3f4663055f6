import { buildSchema, type ExecutionArgs, execute, GraphQLError, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { randomSchemaSdl as sdl } from "../../../../test/support/random-graphql-schema.ts";
import { executeQuery } from "./execute.ts";
import { createPlanCache } from "./plan-cache.ts";

const findPlan = createPlanCache();

function executeByPlan(args: ExecutionArgs) {
  const found = findPlan(args);
  return found && executeQuery(found.plan, found.query, args);
}

describe("mistakes of the server", () => {
  /** Returns the data and the messages of the original errors, which must not be GraphQLErrors: those are not masked. */
  const run = async (query: string, args: Partial<ExecutionArgs>) => {
    const document = parse(query);
    const schema = args.schema ?? buildSchema(sdl);
    const { data, errors = [] } = (await executeByPlan({ ...args, schema, document })) ?? {};
    const expected = await execute({ ...args, schema, document });
    expect(errors.map(({ message }) => message)).toEqual(expected.errors?.map(({ message }) => message));
    const causes = errors.map(({ originalError }) => {
      expect(originalError).not.toBeInstanceOf(GraphQLError);
      return originalError?.message;
    });
    return { data: JSON.parse(JSON.stringify(data)), causes };
  };

  it.each([
    [
      "a type outside the union",
      { __typename: "Query" },
      'Runtime Object type "Query" is not a possible type for "Either".',
    ],
    [
      "a type outside the schema",
      { __typename: "No" },
      'Abstract type "Either" was resolved to a type "No" that does not exist inside the schema.',
    ],
    ["an enum", { __typename: "Kind" }, 'Abstract type "Either" was resolved to a non-object type "Kind".'],
    [
      "no type",
      {},
      'Abstract type "Either" must resolve to an Object type at runtime for field "Query.eithers". Either the "Either" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.',
    ],
  ])("are plain errors with graphql-js's message: a union resolves to %s", async (_name, value, message) => {
    expect(await run("{ eithers { __typename } }", { rootValue: { eithers: [value] } })).toEqual({
      data: { eithers: [null] },
      causes: [message],
    });
  });

  it.each([
    ["a number", 7, 'with value {}, received "7".'],
    [
      "an object type",
      buildSchema(sdl).getType("A"),
      "Support for returning GraphQLObjectType from resolveType was removed",
    ],
  ])("are plain errors with graphql-js's message: resolveType returns %s", async (_name, type, message) => {
    const schema = buildSchema(sdl);
    Object.assign(schema.getType("Either") ?? {}, { resolveType: () => type });
    const { causes } = await run("{ eithers { __typename } }", { schema, rootValue: { eithers: [{}] } });
    expect(causes).toEqual([expect.stringContaining(message)]);
  });

  it("are plain errors: a scalar rejects the resolved value", async () => {
    expect(await run("{ a { count } }", { rootValue: { a: { count: "many" } } })).toEqual({
      data: { a: { count: null } },
      causes: ['Int cannot represent non-integer value: "many"'],
    });
  });

  it("are errors: a scalar serializes a value to null", async () => {
    const schema = buildSchema(sdl);
    Object.assign(schema.getType("Kind") ?? {}, { serialize: () => null });
    const { causes } = await run("{ a { kind } }", { schema, rootValue: { a: { kind: "X" } } });
    expect(causes).toEqual(['Expected `Kind.serialize("X")` to return non-nullable value, returned: null']);
  });

  it.each([
    ["a string", "many"],
    ["an object whose iterator is no function", { [Symbol.iterator]: 1 }],
  ])("are plain errors: a list resolves to %s", async (_name, numbers) => {
    const { causes } = await run("{ a { numbers } }", { rootValue: { a: { numbers } } });
    expect(causes).toEqual(['Expected Iterable, but did not find one for field "A.numbers".']);
  });
});
