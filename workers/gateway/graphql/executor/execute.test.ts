import {
  buildSchema,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLResolveInfo,
  parse,
  responsePathAsArray,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";
import { randomDocument } from "../../../../test/support/random-graphql-document.ts";
import { randomSchema, randomSchemaSdl as sdl } from "../../../../test/support/random-graphql-schema.ts";
import { executeQuery } from "./execute.ts";
import { createPlanCache } from "./plan-cache.ts";

const findPlan = createPlanCache();

function executeByPlan(args: ExecutionArgs) {
  const found = findPlan(args);
  return found && executeQuery(found.plan, found.query, args);
}

type Response = Pick<ExecutionResult, "data" | "errors">;

/**
 * Returns the errors of each null in `data`, by path. Timing decides which errors below a null are reported: at least
 * one is.
 */
function errorsByNull({ data, errors = [] }: Response): ReadonlyMap<string, readonly string[]> {
  const byPath = new Map<string, string[]>();
  for (const { message, path = [], locations } of errors) {
    let value: unknown = data;
    const depth = path.findIndex((key) => {
      if (value === null) return true;
      value = (value as Readonly<Record<string, unknown>>)[key];
      return false;
    });
    const nullPath = JSON.stringify(depth < 0 ? path : path.slice(0, depth));
    byPath.set(nullPath, [...(byPath.get(nullPath) ?? []), JSON.stringify([message, path, locations])]);
  }
  return byPath;
}

function expectSameResponse(actual: Response, expected: Response, document: string): void {
  expect(JSON.stringify(actual.data), document).toBe(JSON.stringify(expected.data));
  const [actualErrors, expectedErrors] = [errorsByNull(actual), errorsByNull(expected)];
  expect([...actualErrors.keys()].sort(), document).toEqual([...expectedErrors.keys()].sort());
  for (const [path, errors] of expectedErrors) {
    const others = actualErrors.get(path) ?? [];
    if (errors.length === 1 && others.length === 1) expect(others, document).toEqual(errors);
    expect(
      others.filter((error) => errors.includes(error)),
      document,
    ).not.toEqual([]);
  }
}

/** Resolves after Node.js has reported unhandled rejections. */
const rejectionsReported = () => new Promise((resolve) => setImmediate(resolve));

/** graphql-js leaves rejections unhandled when another item of a list fails. Our executor must not: the test would fail. */
async function executeByGraphqlJs(args: ExecutionArgs): Promise<Response> {
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", () => undefined);
  const result = await execute(args);
  await rejectionsReported();
  process.removeAllListeners("unhandledRejection");
  for (const listener of listeners) process.on("unhandledRejection", listener);
  return result;
}

/** The errors that the random documents have to cause. */
const expectedMessages = [
  /^Argument "if" of non-null type "Boolean!" must not be null\.$/,
  /^Expected Iterable, but did not find one for field "/,
  /^Cannot return null for non-nullable field /,
  /^Expected `Odd\.serialize\("text .*"\)` to return non-nullable value, returned: (null|undefined)$/,
  /^Abstract type ".*" must resolve to an Object type at runtime for field ".*"\. Either /,
  /^Abstract type ".*" was resolved to a type "Missing" that does not exist inside the schema\.$/,
  /^Abstract type ".*" was resolved to a non-object type "Kind"\.$/,
  /^Runtime Object type "Query" is not a possible type for ".*"\.$/,
  /^Unexpected error value: "string at /,
];

describe("executeQuery", () => {
  it("returns what graphql-js returns for 500 random documents with failing resolvers", async () => {
    const seen = { documents: 0, errors: 0, nullData: 0 };
    const messages = new Set<string>();
    for (let seed = 0; seen.documents < 500; seed++) {
      const schema = randomSchema(seed % 50);
      const source = randomDocument(seed, schema);
      const document = parse(source);
      if (validate(schema, document).length > 0) continue;
      seen.documents++;
      for (const no of [false, true]) {
        const nullable = seed % 4 === 0 ? { nullable: null } : {};
        const words = seed % 2 === 1 ? { words: ["a", null] } : {};
        const args = { schema, document, variableValues: { no, kind: "Y", ...words, ...nullable } };
        const [expected, actual] = [await executeByGraphqlJs(args), await executeByPlan(args)];
        await rejectionsReported();
        if (actual === undefined) throw new Error(`No plan for ${source}`);
        expectSameResponse(actual, expected, source);
        seen.errors += expected.errors?.length ?? 0;
        for (const { message } of expected.errors ?? []) messages.add(message);
        if (expected.data === null) seen.nullData++;
      }
    }
    // The comparison is worthless if the documents do not fail in all these ways.
    expect(seen.errors).toBeGreaterThan(1_000);
    expect(seen.nullData).toBeGreaterThan(100);
    expect(expectedMessages.filter((pattern) => ![...messages].some((message) => pattern.test(message)))).toEqual([]);
  }, 60_000);

  it("evaluates the conditions of @skip and @include for each execution", async () => {
    const document = parse("query ($no: Boolean!) { word a @skip(if: $no) { id } }");
    const args = { schema: buildSchema(sdl), document, rootValue: { word: "W", a: { id: "A" } } };
    for (const [no, data] of [
      [true, { word: "W" }],
      [false, { word: "W", a: { id: "A" } }],
      [true, { word: "W" }],
    ] as const) {
      const result = await executeByPlan({ ...args, variableValues: { no } });
      expect(JSON.stringify(result)).toBe(JSON.stringify({ data }));
    }
  });

  it("returns an empty object when all fields are skipped", async () => {
    const args = { schema: buildSchema(sdl), document: parse("query ($no: Boolean!) { word @skip(if: $no) }") };
    expect(JSON.stringify(await executeByPlan({ ...args, variableValues: { no: true } }))).toBe('{"data":{}}');
  });

  it.each([
    ["at the root", "query ($if: Boolean = true) { word @skip(if: $if) }"],
    ["below a field", "query ($if: Boolean = true) { word a { id @include(if: $if) } }"],
    [
      "below a union",
      "query ($if: Boolean = true) { eithers { ... on A { id @include(if: $if) } ... on B { name } } }",
    ],
    [
      "in a fragment that is spread again",
      "query ($if: Boolean = true) { ...F ...F @skip(if: $if) } fragment F on Query { word }",
    ],
  ])("reports a condition that is null %s as graphql-js does", async (_where, query) => {
    const rootValue = {
      word: "W",
      a: { id: "A" },
      eithers: [{ __typename: "A", id: "A" }, { __typename: "B", name: "B" }, null],
    };
    const args = { schema: buildSchema(sdl), document: parse(query), rootValue };
    for (const variableValues of [{ if: null }, { if: true }, {}]) {
      const result = await executeByPlan({ ...args, variableValues });
      expect(JSON.parse(JSON.stringify(result))).toEqual(
        JSON.parse(JSON.stringify(await execute({ ...args, variableValues }))),
      );
    }
  });

  it("passes the path of the field to resolveType, also for the items of a list", async () => {
    const schema = buildSchema(sdl);
    const paths: unknown[] = [];
    Object.assign(schema.getType("Either") ?? {}, {
      resolveType: (_value: unknown, _context: unknown, { path }: GraphQLResolveInfo) => {
        paths.push(responsePathAsArray(path));
        return "A";
      },
    });
    const document = parse("{ a { either { __typename } } e: eithers { __typename } }");
    const args = { schema, document, rootValue: { a: { either: {} }, eithers: [{}] } };
    await executeByPlan(args);
    await execute(args);
    expect(paths.slice(0, 2)).toEqual([["a", "either"], ["e"]]);
    expect(paths.slice(2)).toEqual(paths.slice(0, 2));
  });

  it("executes a mutation with one field", async () => {
    const mutable = buildSchema("type Query { count: Int } type Mutation { add(units: Int): Int }");
    const document = parse("query Read { count } mutation ($units: Int) { added: add(units: $units) }");
    const rootValue = { count: 1, add: ({ units }: { readonly units: number }) => 1 + units };
    const args = { schema: mutable, document, rootValue, variableValues: { units: 2 } };
    const mutation = parse("mutation ($units: Int) { added: add(units: $units) }");
    expect(await executeByPlan({ ...args, document: mutation })).toEqual({ data: { added: 3 } });
    expect(await executeByPlan({ ...args, operationName: "Read" })).toEqual({ data: { count: 1 } });
  });

  it("executes the operation that is named", async () => {
    const args = { schema: buildSchema(sdl), document: parse("query One { one: word } query Two { two: word }") };
    for (const [operationName, data] of [
      ["One", { one: "W" }],
      ["Two", { two: "W" }],
    ] as const) {
      const result = await executeByPlan({ ...args, operationName, rootValue: { word: "W" } });
      expect(JSON.stringify(result)).toBe(JSON.stringify({ data }));
    }
  });

  it("calls a method with its source as `this`", async () => {
    const a = {
      secret: "abc",
      id() {
        return this.secret;
      },
    };
    const result = await executeByPlan({ schema: buildSchema(sdl), document: parse("{ a { id } }"), rootValue: { a } });
    expect(JSON.stringify(result)).toBe(JSON.stringify({ data: { a: { id: "abc" } } }));
  });

  it("reads the properties of a source that is a function", async () => {
    const b = Object.assign(class {}, { ratio: 0.5 });
    const a = Object.assign(() => undefined, { id: "A", b: () => b });
    const args = { schema: buildSchema(sdl), document: parse("{ a { id b { ratio } } }"), rootValue: { a: () => a } };
    expect(JSON.stringify(await executeByPlan(args))).toBe('{"data":{"a":{"id":"A","b":{"ratio":0.5}}}}');
  });

  it("passes the arguments and context of its own execution to a cached plan", async () => {
    const schema = buildSchema(sdl);
    const document = parse("query ($least: Int) { a { echo(least: $least) } }");
    const echo = (args: unknown, context: unknown) => JSON.stringify([args, context]);
    const start = (least: number, contextValue: string) =>
      executeByPlan({ schema, document, contextValue, rootValue: { a: { echo } }, variableValues: { least } });
    const [one, two] = [start(1, "one"), start(2, "two")];
    expect(await one).toEqual({ data: { a: { echo: '[{"least":1},"one"]' } } });
    expect(await two).toEqual({ data: { a: { echo: '[{"least":2},"two"]' } } });
  });

  it("adds no error to a response that was returned", async () => {
    let rejectLater: (error: Error) => void = () => undefined;
    const late = new Promise((_resolve, reject) => {
      rejectLater = reject;
    });
    const rootValue = { a: { strict: Promise.reject(new Error("first")), count: late } };
    const result = await executeByPlan({
      schema: buildSchema(sdl),
      document: parse("{ a { strict count } }"),
      rootValue,
    });
    rejectLater(new Error("late"));
    await rejectionsReported();
    expect(result?.errors?.map(({ message }) => message)).toEqual(["first"]);
  });
});
