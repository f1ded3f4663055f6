import { type GraphQLSchema, isEnumType } from "graphql";

/** A plugin that writes the values of enums in the order of the schema, for code that lists them. */
export function plugin(
  schema: GraphQLSchema,
  _documents: unknown,
  config: { readonly enums: readonly string[] },
): string {
  const constants = config.enums.map((name) => {
    const type = schema.getType(name);
    if (!isEnumType(type)) throw new Error(`The schema has no enum ${name}`);
    // The generator sorts the schema, but not what it was parsed from.
    const values = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.values ?? []);
    const names = values.map((value) => value.name.value);
    const variable = `${name[0]?.toLowerCase()}${name.slice(1)}Values`;
    return `export const ${variable} = ${JSON.stringify(names)} as const;\n`;
  });
  return constants.join("\n");
}
