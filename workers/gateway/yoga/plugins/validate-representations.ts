import { type GraphQLObjectType, type GraphQLSchema, isUnionType } from "graphql";
import { badUserInput, queryTooComplex } from "../../graphql/errors.ts";
import { limits } from "../../policies/limits.ts";

/** The keys of an entity, each the names of its fields. */
type Keys = readonly (readonly string[])[];

/**
 * Has `_entities` refuse what is no reference: each names an entity's type and has one of its keys, all texts. What
 * comes there is a scalar to GraphQL, so that nobody else looks at it. At most so many at once, since each order is
 * another object's to tell.
 */
export function useRepresentationLimits(schema: GraphQLSchema): GraphQLSchema {
  const field = schema.getQueryType()?.getFields()._entities;
  const union = schema.getType("_Entity");
  const resolve = field?.resolve;
  if (field === undefined || resolve === undefined || !isUnionType(union)) throw new Error("a subgraph has entities");
  const entities = new Map(union.getTypes().map((type) => [type.name, keysOf(type)]));
  field.resolve = (root, args, ctx, info) => {
    const { representations } = args as { readonly representations: readonly unknown[] };
    if (representations.length > limits.references) {
      throw queryTooComplex(`at most ${limits.references} entities may be asked for at once`);
    }
    for (const reference of representations) requireReference(reference, entities);
    return resolve(root, args, ctx, info);
  };
  return schema;
}

function keysOf({ astNode }: GraphQLObjectType): Keys {
  const keys = (astNode?.directives ?? []).filter(({ name }) => name.value === "key");
  return keys.map(({ arguments: given = [] }) => {
    const fields = given.find(({ name }) => name.value === "fields")?.value;
    return fields?.kind === "StringValue" ? fields.value.split(/\s+/) : [];
  });
}

function requireReference(reference: unknown, entities: ReadonlyMap<string, Keys>): void {
  const fields: Readonly<Record<string, unknown>> =
    typeof reference === "object" && reference !== null ? { ...reference } : {};
  const keys = entities.get(String(fields.__typename)) ?? [];
  if (keys.some((key) => key.every((name) => typeof fields[name] === "string"))) return;
  throw badUserInput("a representation has the __typename of an entity, and one of its keys", "representations");
}
