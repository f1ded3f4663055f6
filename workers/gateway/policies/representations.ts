import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type ObjectValueNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

type Variables = Readonly<Record<string, unknown>>;
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The part of an operation's info that names its root fields. */
interface RootFields {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly rootFields: ReadonlySet<string>;
}

export const entitiesField = "_entities";

/** Points of a reference. An order is read from its own Durable Object. */
export const costOfReference = (typeName: string | undefined): number => (typeName === "Order" ? 3 : 1);

/** Returns how many representations of orders all `_entities` fields of an operation have. */
export function countOrderReferences({ operation, fragments, rootFields }: RootFields, variables: Variables): number {
  if (!rootFields.has(entitiesField)) return 0;
  const nodes = findFieldNodes(operation.selectionSet, fragments, entitiesField);
  return nodes.flatMap((node) => typesOfReferences(node, variables)).filter((name) => name === "Order").length;
}

/** Returns the `__typename` of each representation of an `_entities` field; undefined for an invalid representation. */
export function typesOfReferences(node: FieldNode, variables: Variables): readonly (string | undefined)[] {
  const value = node.arguments?.find(({ name }) => name.value === "representations")?.value;
  if (value === undefined) return [];
  if (value.kind === Kind.LIST) return value.values.map((item) => typeNameOf(item, variables));
  const list = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return Array.isArray(list) ? list.map(typeNameOfValue) : [typeNameOf(value, variables)];
}

function typeNameOf(node: ValueNode, variables: Variables): string | undefined {
  if (node.kind === Kind.VARIABLE) return typeNameOfValue(variables[node.name.value]);
  return node.kind === Kind.OBJECT ? typeNameOfLiteral(node, variables) : undefined;
}

function typeNameOfLiteral({ fields }: ObjectValueNode, variables: Variables): string | undefined {
  const value = fields.find(({ name }) => name.value === "__typename")?.value;
  if (value?.kind === Kind.STRING) return value.value;
  const variable = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return typeof variable === "string" ? variable : undefined;
}

function typeNameOfValue(value: unknown): string | undefined {
  const { __typename: name } = (value ?? {}) as { readonly __typename?: unknown };
  return typeof name === "string" ? name : undefined;
}

/** Returns the root fields of this name, each once, in fragments too. */
function findFieldNodes(selectionSet: SelectionSetNode, fragments: Fragments, fieldName: string): readonly FieldNode[] {
  const found: FieldNode[] = [];
  const visited = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        if (node.name.value === fieldName) found.push(node);
      } else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      else if (!visited.has(node.name.value)) {
        visited.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet);
      }
    }
  };
  collect(selectionSet);
  return found;
}
