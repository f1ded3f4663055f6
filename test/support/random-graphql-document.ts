import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { createRandom } from "./random.ts";

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
  " @include(if: $nullable)",
  " @skip(if: $nullable)",
];

const echoArguments = [
  "",
  "(least: 4)",
  "(least: $number)",
  "(filter: {words: $words})",
  "(kinds: [X, $kind])",
  "(filter: {least: $number})",
];

/** Returns a query for a random schema. It uses aliases, arguments, fragments and conditions. It may be invalid. */
export function randomDocument(seed: number, schema: GraphQLSchema): string {
  const next = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const fragments: string[] = [];
  const rated = schema.getType("Rated") as GraphQLNamedType;

  const selection = (type: GraphQLNamedType, depth: number): string => {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const draw = next();
    const possibleTypes = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    if (draw < 0.12) {
      const on = pick([...possibleTypes, type, ...(isAbstractType(type) ? [rated] : [])]);
      return `... on ${on.name}${pick(conditions)} { ${selections(on, depth)} }`;
    }
    if (draw < 0.2) {
      // Reserves the name first: nested fragments take the names after it.
      const index = fragments.push("") - 1;
      const name = `F${index}`;
      fragments[index] = `fragment ${name} on ${type.name} { ${selections(type, depth)} }`;
      return `...${name} ...${name}${pick(conditions)}`;
    }
    if (draw < 0.25) return `...${pick(conditions)} { __typename kindOf: __typename }`;
    const field = fields.length === 0 ? undefined : pick(fields);
    if (field === undefined) return "__typename";
    const namedType = getNamedType(field.type);
    if (isCompositeType(namedType) && depth === 0) return "__typename";
    const args = field.name === "echo" ? pick(echoArguments) : "";
    const alias = args !== "" || next() < 0.15 ? `${field.name}${echoArguments.indexOf(args)}: ` : "";
    const below = isCompositeType(namedType) ? ` { ${selections(namedType, depth - 1)} }` : "";
    return `${alias}${field.name}${args}${pick(conditions)}${below}`;
  };

  const selections = (type: GraphQLNamedType, depth: number): string =>
    Array.from({ length: 1 + Math.floor(next() * 5) }, () => selection(type, depth)).join(" ");

  const queryType = schema.getQueryType();
  const body = queryType ? selections(queryType, 3) : "";
  const variables =
    "$yes: Boolean! = true, $no: Boolean!, $nullable: Boolean = true, $number: Int! = 5, $words: [String], $kind: Kind!";
  return `query (${variables}) {
      ${body}
      echoed: a { e: echo(least: $number, filter: {words: $words}, kinds: [$kind]) ...V ...W }
    }
    ${fragments.join("\n")}
    fragment V on A { id @include(if: $yes) name @skip(if: $no) }
    fragment W on A { either { ... on A { count @include(if: $nullable) } ... on B { flag } } }`;
}
