import {
  buildSchema,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  responsePathAsArray,
} from "graphql";
import { createRandom } from "./random.ts";

/** Has each kind of type, nullable and non-null. */
export const randomSchemaSdl = `
  interface Node { id: ID! name: String }
  interface Rated { ratio: Float }
  union Either = A | B
  enum Kind { X Y }
  scalar Odd
  input Filter { least: Int! = 2, words: [String] }
  type A implements Node {
    id: ID! name: String strict: String! count: Int numbers: [Int] strictNumbers: [Int!]! grid: [[String!]] kind: Kind
    b: B strictB: B! bs: [B] strictBs: [B!]! node: Node strictNodes: [Node!] either: Either eithers: [Either] odd: Odd
    echo(least: Int = 3, filter: Filter, kinds: [Kind!]): String
  }
  type B implements Node & Rated {
    id: ID! name: String ratio: Float flag: Boolean! kinds: [Kind!]! a: A strictA: A! nodes: [Node] strictEithers: [Either!]!
    odds: [Odd!]
  }
  type Query { a: A strictA: A! bs: [B!] node: Node eithers: [Either] word: String! }
  type Mutation { a: A }
`;

/** How often resolvers and types misbehave, from 0 to 1. Where several apply, the first one that is drawn does. */
const frequencies = {
  null: 0.04,
  thrown: 0.02,
  returnedError: 0.02,
  rejected: 0.02,
  thrownNonError: 0.01,
  thenable: 0.02,
  late: 0.1,
  functionSource: 0.1,
  wrongRuntimeType: 0.06,
  notIterable: 0.03,
  badIterator: 0.02,
  badScalar: 0.05,
  emptyScalar: 0.2,
} satisfies Readonly<Record<string, number>>;

/** Returns a number from 0 to 1 that depends on the words alone. */
function chance(...words: readonly (string | number)[]): number {
  let hash = 7;
  for (const character of words.join("/")) hash = Math.imul(hash, 31) + character.charCodeAt(0);
  const next = createRandom(hash);
  next();
  return next();
}

const occurs = (kind: keyof typeof frequencies, id: string): boolean => chance(id, kind) < frequencies[kind];

/** Returns a schema in which some fields have resolvers. The others are properties or methods of their source. */
export function randomSchema(seed: number): GraphQLSchema {
  const schema = buildSchema(randomSchemaSdl);
  const rootFields = schema.getQueryType()?.getFields() ?? {};
  for (const [name, field] of Object.entries(rootFields)) {
    field.resolve = () => resolveAt(field.type, schema, `${seed}.${name}`);
  }
  for (const typename of ["A", "B"] as const) {
    const type = schema.getType(typename);
    for (const [name, field] of Object.entries(isObjectType(type) ? type.getFields() : {})) {
      if (chance(seed, typename, name) < 0.4) {
        field.resolve = (source: Source, args, _context, info) => {
          if (info.parentType.name !== typename || info.fieldName !== name) throw new Error("Wrong field");
          return source.get(name, args, info);
        };
      }
    }
  }
  const odd = schema.getType("Odd");
  if (odd instanceof GraphQLScalarType) {
    odd.serialize = (value) =>
      occurs("emptyScalar", String(value)) ? (chance(String(value)) < 0.5 ? null : undefined) : value;
  }
  return schema;
}

/** Resolves a field: usually to a valid value, now or later, and sometimes to an error or an invalid value. */
function resolveAt(type: GraphQLOutputType, schema: GraphQLSchema, id: string): unknown {
  const value = () => randomValue(isNonNullType(type) ? type.ofType : type, schema, id);
  if (occurs("null", id)) return null;
  if (occurs("thrown", id)) throw new Error(`thrown at ${id}`);
  if (occurs("returnedError", id)) return new Error(`returned at ${id}`);
  if (occurs("rejected", id)) return Promise.reject(new Error(`rejected at ${id}`));
  if (occurs("thrownNonError", id)) throw chance(id) < 0.5 ? `string at ${id}` : { thrownAt: id };
  if (occurs("thenable", id)) return thenableOf(value, chance(id) < 0.5);
  if (occurs("late", id)) return resolveLater(value, 1 + Math.floor(chance(id, "ticks") * 5));
  return value();
}

async function resolveLater<T>(value: () => T, ticks: number): Promise<Awaited<T>> {
  for (let tick = 0; tick < ticks; tick++) await undefined;
  return await value();
}

/** An object or a function that has a `then` and is no Promise. */
function thenableOf(value: () => unknown, isFunction: boolean): PromiseLike<unknown> {
  const thenable = {
    // biome-ignore lint/suspicious/noThenProperty: resolvers may return any thenable
    then: (...callbacks: Parameters<Promise<unknown>["then"]>) => resolveLater(value, 1).then(...callbacks),
  };
  return (isFunction ? Object.assign(() => undefined, thenable) : thenable) as PromiseLike<unknown>;
}

function randomValue(type: GraphQLOutputType, schema: GraphQLSchema, id: string): unknown {
  const draw = chance(id, "value");
  if (isNonNullType(type)) return resolveAt(type, schema, id);
  if (isListType(type)) return listOf(type.ofType, schema, id);
  if (isEnumType(type)) return occurs("badScalar", id) ? "Z" : draw < 0.5 ? "X" : "Y";
  if (isObjectType(type)) return createSource(type.name as "A" | "B", schema, id);
  if (isAbstractType(type)) {
    const typename = draw < 0.5 ? "A" : "B";
    const wrong = wrongTypes[Math.floor(draw * wrongTypes.length)];
    return createSource(typename, schema, id, occurs("wrongRuntimeType", id) ? wrong : typename);
  }
  if (type.name !== "Odd" && occurs("badScalar", id)) return { not: "a scalar" };
  if (type.name === "Boolean") return draw < 0.5;
  return type.name === "Int" ? Math.floor(draw * 100) : type.name === "Float" ? draw : `text ${id}`;
}

/** Not in the schema, no object type, no possible type, no name. */
const wrongTypes = ["Missing", "Kind", "Query", undefined, 7];

function listOf(itemType: GraphQLOutputType, schema: GraphQLSchema, id: string): unknown {
  const draw = chance(id, "length");
  if (occurs("notIterable", id)) return "no list";
  if (occurs("badIterator", id)) return { [Symbol.iterator]: "not a function" };
  const items = Array.from({ length: Math.floor(draw * 4) }, (_, index) => {
    try {
      return resolveAt(itemType, schema, `${id}.${index}`);
    } catch {
      return undefined;
    }
  });
  return draw < 0.2 ? new Set(items) : items;
}

interface Source {
  get(fieldName: string, args: unknown, info: GraphQLResolveInfo | undefined): unknown;
}

/** Returns an object, or a function, whose properties and methods are the fields of a type. */
function createSource(type: "A" | "B", schema: GraphQLSchema, id: string, runtimeType: unknown = type): unknown {
  const state = { __typename: runtimeType, $schema: schema, $id: id };
  if (!occurs("functionSource", id)) return Object.assign(Object.create(sources[type]), state);
  const source = Object.setPrototypeOf(() => undefined, sources[type]);
  Reflect.deleteProperty(source, "name");
  return Object.assign(source, state);
}

const sources = { A: createSourcePrototype("A"), B: createSourcePrototype("B") };

function createSourcePrototype(typename: "A" | "B"): Source {
  const prototype: Source & ThisType<{ $schema: GraphQLSchema; $id: string }> = {
    get(fieldName, args, info) {
      const type = this.$schema.getType(typename);
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
      if (field === undefined) return undefined;
      if (fieldName === "echo") return JSON.stringify([args, info && describeInfo({ ...info })]);
      return resolveAt(field.type, this.$schema, `${this.$id}.${fieldName}`);
    },
  };
  const type = buildSchema(randomSchemaSdl).getType(typename);
  for (const name of Object.keys(isObjectType(type) ? type.getFields() : {})) {
    const isMethod = name === "echo" || chance(name) < 0.3;
    Object.defineProperty(prototype, name, {
      get(this: Source) {
        if (!isMethod) return this.get(name, {}, undefined);
        return (args: unknown, _context: unknown, info: GraphQLResolveInfo) => this.get(name, args, info);
      },
    });
  }
  return prototype;
}

/** The whole of a copy of `info`, in a form that can be compared. */
function describeInfo({
  path,
  schema,
  operation,
  fieldNodes,
  fragments,
  parentType,
  returnType,
  ...rest
}: GraphQLResolveInfo) {
  return {
    ...rest,
    path: responsePathAsArray(path),
    typename: path.typename,
    types: `${parentType}.${returnType}`,
    query: schema.getQueryType()?.name,
    operation: operation.operation,
    nodes: fieldNodes.map(({ loc }) => loc?.start),
    fragments: Object.keys(fragments),
  };
}
