import { type GraphQLArgument, type GraphQLInputField, getNamedType, isInputObjectType, isObjectType } from "graphql";
import { publicSchema } from "../support/public-schema.ts";

/** A value that a client of the public API sends. */
export interface InputField {
  /** `Type.field` of an input object, `Type.field.argument`, or `import.field` of an import line. */
  readonly path: string;
  readonly type: string;
  /** Whether it belongs to an operation that the schema deprecates. */
  readonly isDeprecated: boolean;
}

const fieldOf = (path: string, { type, deprecationReason }: GraphQLInputField | GraphQLArgument): InputField => ({
  path,
  type: String(type),
  isDeprecated: deprecationReason != null,
});

/** An argument whose fields are listed with its type. */
const isInput = (argument: GraphQLArgument): boolean =>
  argument.name === "input" && isInputObjectType(getNamedType(argument.type));

/** Lists the fields of all input objects, the arguments of all fields, and the fields of import lines. */
export function listInputFields(): readonly InputField[] {
  const types = Object.values(publicSchema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  const fields = types.flatMap((type): InputField[] => {
    if (isInputObjectType(type)) {
      return Object.values(type.getFields()).map((field) => fieldOf(`${type.name}.${field.name}`, field));
    }
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      field.args
        .filter((argument) => !isInput(argument))
        .map((argument) => ({
          ...fieldOf(`${type.name}.${field.name}.${argument.name}`, argument),
          isDeprecated: field.deprecationReason != null,
        })),
    );
  });
  const product = fields.filter(({ path }) => path.startsWith("CreateProductInput."));
  const ofLine = product.map((field) => ({ ...field, path: field.path.replace("CreateProductInput.", "import.") }));
  return [...fields, ...ofLine, { path: "import.categoryPaths", type: "[String!]", isDeprecated: false }];
}
