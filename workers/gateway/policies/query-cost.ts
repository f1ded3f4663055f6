import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/** What a caller asks for, to be priced. */
export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of a root field itself. */
  readonly ofRoot: (field: string) => number;
}

/** The length that a list is taken for when no argument bounds it: variants of a product, children of a category. */
const defaultListSize = 10;

/** Arguments that say how long a list gets. */
const lengths: ReadonlySet<string> = new Set(["first", "representations"]);

/**
 * The points of an operation. A root field costs what the table of operations says, and whatever has an id of its own
 * costs one point, as often as it may be in the answer: `first` multiplies what is below it.
 */
export function queryCost(asked: CostInput): number {
  const { schema, operation, fragments, ofRoot } = asked;
  const root = schema.getRootType(operation.operation);
  const variables = withDefaults(asked);
  // Each fragment is priced once, however often and however deep it is spread.
  const known = new Map<string, number>();

  const ofSelections = (set: SelectionSetNode, type: GraphQLNamedType | undefined, bounded: boolean): number =>
    set.selections.reduce((sum, node) => sum + ofSelection(node, type, bounded), 0);

  const ofSelection = (node: SelectionNode, type: GraphQLNamedType | undefined, bounded: boolean): number => {
    switch (node.kind) {
      case Kind.FIELD:
        return ofField(node, type, bounded);
      case Kind.INLINE_FRAGMENT: {
        const on = node.typeCondition === undefined ? type : schema.getType(node.typeCondition.name.value);
        return ofSelections(node.selectionSet, on, bounded);
      }
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(node.name.value, bounded);
    }
  };

  const ofFragment = (name: string, bounded: boolean): number => {
    const key = `${name} ${bounded}`;
    const price = known.get(key);
    if (price !== undefined) return price;
    known.set(key, 0);
    const fragment = fragments.get(name);
    if (fragment === undefined) return 0;
    const found = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), bounded);
    known.set(key, found);
    return found;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType | undefined, bounded: boolean): number => {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
    const field = parent.getFields()[node.name.value];
    if (field === undefined) return 0;
    const type = getNamedType(field.type);
    const own = parent === root ? ofRoot(field.name) : isEntity(type) ? 1 : 0;
    if (node.selectionSet === undefined) return own;
    const length = lengthAsked(node, field, variables);
    const isList = isListType(getNullableType(field.type));
    // The edges of a connection are as many as were asked of the field above them.
    const times = length ?? (isList && !bounded ? defaultListSize : 1);
    const below = ofSelections(node.selectionSet, type, length !== undefined && !isList);
    return parent === root ? own + times * below : times * (own + below);
  };

  return root ? ofSelections(operation.selectionSet, root, false) : 0;
}

function withDefaults({ operation, variables }: CostInput): Readonly<Record<string, unknown>> {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, givenBy(defaultValue, {})] as const],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}

function isEntity(type: GraphQLNamedType): boolean {
  if (type.name === "Node") return true;
  return type.astNode?.directives?.some(({ name }) => name.value === "key") ?? false;
}

function lengthAsked(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const argument = field.args.find(({ name }) => lengths.has(name));
  if (argument === undefined) return undefined;
  const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  const value = given === undefined ? argument.defaultValue : givenBy(given, variables);
  const length = Array.isArray(value) ? value.length : Number(value ?? argument.defaultValue ?? 1);
  return Number.isFinite(length) ? Math.max(length, 1) : 1;
}

function givenBy(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.LIST:
      return node.values;
    case Kind.INT:
      return Number(node.value);
    default:
      return undefined;
  }
}
