import {
  buildSchema,
  type ExecutionArgs,
  execute,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  responsePathAsArray,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../../../test/support/random.ts";
import { createPlanCache, executeQuery } from "./execute.ts";

/** Every kind of type that there is, each as something that may be null and as something that may not. */
const sdl = `
  interface Node { id: ID! name: String }
  interface Rated { ratio: Float }
  union Either = A | B
  enum Kind { X Y }
  input Filter { least: Int! = 2, words: [String] }
  type A implements Node {
    id: ID! name: String strict: String! count: Int numbers: [Int] strictNumbers: [Int!]! grid: [[String!]] kind: Kind
    b: B strictB: B! bs: [B] strictBs: [B!]! node: Node strictNodes: [Node!] either: Either eithers: [Either]
    told(least: Int = 3, filter: Filter, kinds: [Kind!]): String
  }
  type B implements Node & Rated {
    id: ID! name: String ratio: Float flag: Boolean! kinds: [Kind!]! a: A strictA: A! nodes: [Node] strictEithers: [Either!]!
  }
  type Query { a: A strictA: A! bs: [B!] node: Node eithers: [Either] word: String! }
  type Mutation { a: A }
`;

/** A number from 0 to 1 that is always the same for the same words. */
function chance(...words: readonly (string | number)[]): number {
  let hash = 7;
  for (const letter of words.join("/")) hash = Math.imul(hash, 31) + letter.charCodeAt(0);
  const next = randomOf(hash);
  next();
  return next();
}

/** What a field of an object answers: mostly what it should, now or later, and sometimes what it should not. */
function answerOf(type: GraphQLOutputType, schema: GraphQLSchema, id: string): unknown {
  const draw = chance(id, "how");
  const value = () => madeOf(isNonNullType(type) ? type.ofType : type, schema, id);
  if (draw < 0.04) return null;
  if (draw < 0.06) throw new Error(`thrown at ${id}`);
  if (draw < 0.08) return new Error(`answered at ${id}`);
  if (draw < 0.1) return Promise.reject(new Error(`rejected at ${id}`));
  if (draw < 0.2) return later(value, 1 + Math.floor(chance(id, "when") * 5));
  return value();
}

async function later<T>(value: () => T, ticks: number): Promise<Awaited<T>> {
  for (let tick = 0; tick < ticks; tick++) await undefined;
  return await value();
}

function madeOf(type: GraphQLOutputType, schema: GraphQLSchema, id: string): unknown {
  const draw = chance(id, "what");
  if (isNonNullType(type)) return answerOf(type, schema, id);
  if (isListType(type)) {
    if (draw < 0.03) return "no list";
    const items = Array.from({ length: Math.floor(draw * 4) }, (_, at) => {
      try {
        return answerOf(type.ofType, schema, `${id}.${at}`);
      } catch {
        return undefined;
      }
    });
    return draw < 0.2 ? new Set(items) : items;
  }
  if (isEnumType(type)) return draw < 0.05 ? "Z" : draw < 0.5 ? "X" : "Y";
  if (isObjectType(type)) return new things[type.name as "A" | "B"](schema, id);
  if (isAbstractType(type)) return new things[draw < 0.5 ? "A" : "B"](schema, id);
  if (draw < 0.05) return { no: "scalar" };
  if (type.name === "Boolean") return draw < 0.5;
  return type.name === "Int" ? Math.floor(draw * 100) : type.name === "Float" ? draw : `text ${id}`;
}

/** An object whose fields are properties of it, some of them functions. */
function thingOf(typename: "A" | "B") {
  const Thing = class {
    readonly __typename = typename;
    readonly #schema: GraphQLSchema;
    readonly #at: string;

    constructor(schema: GraphQLSchema, at: string) {
      this.#schema = schema;
      this.#at = at;
    }

    of(name: string, args: unknown): unknown {
      const type = this.#schema.getType(typename);
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      if (field === undefined) return undefined;
      if (name === "told") return JSON.stringify(args);
      return answerOf(field.type, this.#schema, `${this.#at}.${name}`);
    }
  };
  const schema = buildSchema(sdl).getType(typename);
  for (const name of Object.keys(isObjectType(schema) ? schema.getFields() : {})) {
    Object.defineProperty(Thing.prototype, name, {
      get(this: InstanceType<typeof Thing>) {
        const isMethod = name === "told" || chance(name) < 0.3;
        return isMethod ? (args: unknown) => this.of(name, args) : this.of(name, {});
      },
    });
  }
  return Thing;
}

const things = { A: thingOf("A"), B: thingOf("B") };

/** A schema of which some fields have resolvers and the others are properties. */
function schemaOf(seed: number): GraphQLSchema {
  const schema = buildSchema(sdl);
  const root = schema.getQueryType()?.getFields() ?? {};
  for (const [name, field] of Object.entries(root)) {
    field.resolve = () => answerOf(field.type, schema, `${seed}.${name}`);
  }
  for (const typename of ["A", "B"] as const) {
    const type = schema.getType(typename);
    for (const [name, field] of Object.entries(isObjectType(type) ? type.getFields() : {})) {
      if (chance(seed, typename, name) < 0.4) {
        field.resolve = (source: { of(name: string, args: unknown): unknown }, args, _context, info) => {
          if (info.parentType.name !== typename || info.fieldName !== name) throw new Error("somewhere else");
          return source.of(name, args);
        };
      }
    }
  }
  return schema;
}

const conditions = [
  "",
  "",
  "",
  "",
  "",
  " @include(if: $yes)",
  " @skip(if: $no)",
  " @include(if: $no)",
  " @skip(if: true)",
];
const asked = [
  "",
  "(least: 4)",
  "(least: $number)",
  "(filter: {words: $words})",
  "(kinds: [X, $kind])",
  "(filter: {least: $number})",
];

/** A document that asks for whatever there is, in every way to ask. */
function documentOf(seed: number, schema: GraphQLSchema): string {
  const next = randomOf(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const fragments: string[] = [];
  const rated = schema.getType("Rated") as GraphQLNamedType;

  const selections = (type: GraphQLNamedType, depth: number): string => {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const parts = Array.from({ length: 1 + Math.floor(next() * 5) }, () => {
      const draw = next();
      const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
      if (draw < 0.12) {
        const on = pick([...possible, type, ...(isAbstractType(type) ? [rated] : [])]);
        return `... on ${on.name}${pick(conditions)} { ${selections(on, depth)} }`;
      }
      if (draw < 0.2) {
        // Those inside of it take the names after its own.
        const at = fragments.push("") - 1;
        const name = `F${at}`;
        fragments[at] = `fragment ${name} on ${type.name} { ${selections(type, depth)} }`;
        return `...${name} ...${name}${pick(conditions)}`;
      }
      if (draw < 0.25) return `...${pick(conditions)} { __typename kindOf: __typename }`;
      const field = fields.length === 0 ? undefined : pick(fields);
      if (field === undefined) return "__typename";
      const named = getNamedType(field.type);
      if (isCompositeType(named) && depth === 0) return "__typename";
      const args = field.name === "told" ? pick(asked) : "";
      const alias = args !== "" || next() < 0.15 ? `${field.name}${asked.indexOf(args)}: ` : "";
      const below = isCompositeType(named) ? ` { ${selections(named, depth - 1)} }` : "";
      return `${alias}${field.name}${args}${pick(conditions)}${below}`;
    });
    return parts.join(" ");
  };

  const query = schema.getQueryType();
  const body = query ? selections(query, 3) : "";
  const variables = "$yes: Boolean! = true, $no: Boolean!, $number: Int! = 5, $words: [String], $kind: Kind!";
  return `query (${variables}) { ${body} told: a { t: told(least: $number, filter: {words: $words}, kinds: [$kind]) ...V } } ${fragments.join("\n")}
    fragment V on A { id @include(if: $yes) name @skip(if: $no) }`;
}

const find = createPlanCache();

function byPlan(args: ExecutionArgs) {
  const found = find(args);
  return found && executeQuery(found.plan, found.asked, args);
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLError[];
}

/** What is said of each null that an error left. Of what was under it already, errors may come or not. */
function reasonsOf({ data, errors = [] }: Answer): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>();
  for (const { message, path = [], locations } of errors) {
    let value = data;
    const at = path.findIndex((key) => {
      if (value === null) return true;
      value = (value as Readonly<Record<string, unknown>>)[key];
      return false;
    });
    const place = JSON.stringify(at < 0 ? path : path.slice(0, at));
    reasons.set(place, [...(reasons.get(place) ?? []), JSON.stringify([message, path, locations])]);
  }
  return reasons;
}

function expectAlike(found: Answer, expected: Answer, document: string): void {
  expect(JSON.stringify(found.data), document).toBe(JSON.stringify(expected.data));
  const [said, meant] = [reasonsOf(found), reasonsOf(expected)];
  expect([...said.keys()].sort(), document).toEqual([...meant.keys()].sort());
  for (const [place, reasons] of meant) {
    const others = said.get(place) ?? [];
    if (reasons.length === 1 && others.length === 1) expect(others, document).toEqual(reasons);
    const shared = others.filter((reason) => reasons.includes(reason));
    expect(shared, document).not.toEqual([]);
  }
}

/** Once everybody has been told of rejections that nobody took. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/**
 * What the reference implementation answers. It leaves rejections to nobody where a list has failed already; ours may
 * not, and the tests fail where it does.
 */
async function referenceAnswer(args: ExecutionArgs): Promise<Answer> {
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", () => undefined);
  const answer = await execute(args);
  await settled();
  process.removeAllListeners("unhandledRejection");
  for (const listener of listeners) process.on("unhandledRejection", listener);
  return answer;
}

describe("beside the reference implementation", () => {
  it("answers 500 documents alike, with all that goes wrong in them", async () => {
    const met = { documents: 0, errors: 0, nothing: 0 };
    for (let seed = 0; met.documents < 500; seed++) {
      const schema = schemaOf(seed % 50);
      const document = parse(documentOf(seed, schema));
      if (validate(schema, document).length > 0) continue;
      met.documents++;
      for (const no of [false, true]) {
        const args = {
          schema,
          document,
          variableValues: { no, kind: "Y", ...(seed % 2 ? { words: ["a", null] } : {}) },
        };
        const [expected, found] = [await referenceAnswer(args), await byPlan(args)];
        await settled();
        if (found === undefined) throw new Error(`not planned: ${documentOf(seed, schema)}`);
        expectAlike(found, expected, documentOf(seed, schema));
        met.errors += expected.errors?.length ?? 0;
        if (expected.data === null) met.nothing++;
      }
    }
    // A comparison that met nothing would say nothing.
    expect(met.errors).toBeGreaterThan(1_000);
    expect(met.nothing).toBeGreaterThan(100);
  }, 60_000);
});

describe("what no plan knows is left to the library", () => {
  const schema = buildSchema(`directive @defer on INLINE_FRAGMENT ${sdl}`);
  it.each([
    ["a change", "mutation { a { id } }", {}],
    ["an answer in parts", "{ a { ... @defer { id } } }", {}],
    ["a variable that is not valid", "query ($no: Int!) { a { told(least: $no) } }", { no: "many" }],
    ["an operation that is not there", "query One { word } query Two { word }", {}],
    ["more fields than anybody needs", `{ ${Array.from({ length: 1_001 }, (_, at) => `w${at}: word`).join(" ")} }`, {}],
    ["a name that would be the answer's prototype", "{ __proto__: word }", {}],
  ])("%s", (_name, query, variableValues) => {
    expect(find({ schema, document: parse(query), variableValues })).toBeUndefined();
  });

  it("a type that has to be asked whether a value is of it", () => {
    const asking = buildSchema(sdl);
    Object.assign(asking.getType("A") ?? {}, { isTypeOf: () => false });
    expect(find({ schema: asking, document: parse("{ a { id } }") })).toBeUndefined();
    expect(find({ schema: asking, document: parse("{ word }") })).toBeDefined();
  });
});

describe("mistakes of ours", () => {
  const answer = async (query: string, rootValue: object) => {
    const { data, errors = [] } = (await byPlan({ schema: buildSchema(sdl), document: parse(query), rootValue })) ?? {};
    const causes = errors.map(({ originalError }) => {
      // The words of a GraphQLError would be shown.
      expect(originalError).not.toBeInstanceOf(GraphQLError);
      return originalError?.message;
    });
    return { data: JSON.parse(JSON.stringify(data)), causes };
  };

  it.each([
    ["another type than the union has", { __typename: "Query" }, "Query.eithers is no Either but Query"],
    ["no type at all", {}, "Query.eithers is no Either but undefined"],
  ])("are errors of what was resolved: %s", async (_name, value, message) => {
    expect(await answer("{ eithers { __typename } }", { eithers: [value] })).toEqual({
      data: { eithers: [null] },
      causes: [message],
    });
  });

  it("are no errors to show: what a scalar says of a value that is none", async () => {
    const told = await answer("{ a { count } }", { a: { count: "many" } });
    expect(told).toEqual({ data: { a: { count: null } }, causes: ['Int cannot represent non-integer value: "many"'] });
  });

  it("a scalar that tells nothing is not taken for a null", async () => {
    const schema = buildSchema(sdl);
    Object.assign(schema.getType("Kind") ?? {}, { serialize: () => null });
    const told = await byPlan({ schema, document: parse("{ a { kind } }"), rootValue: { a: { kind: "X" } } });
    expect(told?.errors?.[0]?.message).toBe("Kind cannot tell string values");
  });
});

it("what is skipped by a variable is found out each time", async () => {
  const args = { schema: buildSchema(sdl), document: parse("query ($no: Boolean!) { word a @skip(if: $no) { id } }") };
  const rootValue = { word: "W", a: { id: "A" } };
  for (const [no, data] of [
    [true, { word: "W" }],
    [false, { word: "W", a: { id: "A" } }],
    [true, { word: "W" }],
  ] as const) {
    expect(JSON.stringify(await byPlan({ ...args, rootValue, variableValues: { no } }))).toBe(JSON.stringify({ data }));
  }
});

it("a query of which all is left out has an answer", async () => {
  const args = { schema: buildSchema(sdl), document: parse("query ($no: Boolean!) { word @skip(if: $no) }") };
  expect(JSON.stringify(await byPlan({ ...args, variableValues: { no: true } }))).toBe('{"data":{}}');
});

it("what type a value has is asked where its field is, in a list as elsewhere", async () => {
  const schema = buildSchema(sdl);
  const places: unknown[] = [];
  Object.assign(schema.getType("Either") ?? {}, {
    resolveType: (_value: unknown, _context: unknown, { path }: GraphQLResolveInfo) => {
      places.push(responsePathAsArray(path));
      return "A";
    },
  });
  const document = parse("{ a { either { __typename } } e: eithers { __typename } }");
  const args = { schema, document, rootValue: { a: { either: {} }, eithers: [{}] } };
  await byPlan(args);
  await execute(args);
  expect(places.slice(0, 2)).toEqual([["a", "either"], ["e"]]);
  expect(places.slice(2)).toEqual(places.slice(0, 2));
});

it("each operation of a document has its own plan", async () => {
  const args = { schema: buildSchema(sdl), document: parse("query One { one: word } query Two { two: word }") };
  for (const [operationName, data] of [
    ["One", { one: "W" }],
    ["Two", { two: "W" }],
  ] as const) {
    const told = await byPlan({ ...args, operationName, rootValue: { word: "W" } });
    expect(JSON.stringify(told)).toBe(JSON.stringify({ data }));
  }
});

it("a method is called on what it belongs to", async () => {
  const a = {
    letters: "abc",
    id() {
      return this.letters;
    },
  };
  const told = await byPlan({ schema: buildSchema(sdl), document: parse("{ a { id } }"), rootValue: { a } });
  expect(JSON.stringify(told)).toBe(JSON.stringify({ data: { a: { id: "abc" } } }));
});

it("a plan is made once for a document, and each run has its own context and variables", async () => {
  const schema = buildSchema(sdl);
  const document = parse("query ($least: Int) { a { told(least: $least) } }");
  const told = (args: unknown, context: unknown) => JSON.stringify([args, context]);
  const ask = (least: number, contextValue: string) => {
    const args = { schema, document, contextValue, rootValue: { a: { told } }, variableValues: { least } };
    return { plan: find(args)?.plan, answer: byPlan(args) };
  };
  const [one, two] = [ask(1, "one"), ask(2, "two")];
  expect(one.plan).toBe(two.plan);
  expect(JSON.stringify([await one.answer, await two.answer])).toContain("two");
  expect(JSON.stringify(await one.answer)).not.toContain("two");
});
