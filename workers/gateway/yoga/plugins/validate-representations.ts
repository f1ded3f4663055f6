import { type GraphQLObjectType, type GraphQLSchema, isUnionType } from "graphql";
import { badUserInput, queryTooComplex } from "../../graphql/errors.ts";
import { limits } from "../../policies/limits.ts";

/** The `@key` directives of an entity, each as its field names. */
type Keys = readonly (readonly string[])[];

/**
 * Makes `_entities` reject invalid representations: each needs the `__typename` of an entity and the fields of one of its
 * keys, as strings. GraphQL does not validate them, because `_Any` is a scalar. Their number is limited, because each
 * order is read from its own Durable Object.
 */
export function validateRepresentations(schema: GraphQLSchema): GraphQLSchema {
  const field = schema.getQueryType()?.getFields()._entities;
  const union = schema.getType("_Entity");
  const resolve = field?.resolve;
  if (field === undefined || resolve === undefined || !isUnionType(union)) {
    throw new Error("The schema is not a subgraph with entities");
  }
  const keysByType = new Map(union.getTypes().map((type) => [type.name, keysOf(type)]));
  field.resolve = (root, args, ctx, info) => {
    const { representations } = args as { readonly representations: readonly unknown[] };
    if (representations.length > limits.representations) {
      throw queryTooComplex(`At most ${limits.representations} representations are allowed`);
    }
    for (const representation of representations) assertRepresentation(representation, keysByType);
    return resolve(root, args, ctx, info);
  };
  return schema;
}

function keysOf({ astNode }: GraphQLObjectType): Keys {
  const directives = (astNode?.directives ?? []).filter(({ name }) => name.value === "key");
  return directives.map(({ arguments: args = [] }) => {
    const fields = args.find(({ name }) => name.value === "fields")?.value;
    return fields?.kind === "StringValue" ? fields.value.split(/\s+/) : [];
  });
}

function assertRepresentation(representation: unknown, keysByType: ReadonlyMap<string, Keys>): void {
  const fields: Readonly<Record<string, unknown>> =
    typeof representation === "object" && representation !== null ? { ...representation } : {};
  const keys = keysByType.get(String(fields.__typename)) ?? [];
  if (keys.some((key) => key.every((name) => typeof fields[name] === "string"))) return;
  throw badUserInput(
    "A representation needs the __typename of an entity and the fields of one of its keys",
    "representations",
  );
}
