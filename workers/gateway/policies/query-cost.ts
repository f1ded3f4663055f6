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

import { costOfReference, entitiesField, typesOfReferences } from "./representations.ts";

export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Cost of a root field without its selection. */
  readonly costOfRootField: (field: string) => number;
}

/** Assumed size of a list that no argument bounds: variants of a product, children of a category. */
const defaultListSize = 10;

/** Points of one occurrence of these fields. */
const pointsOfFields: ReadonlyMap<string, number> = new Map([
  ["AccountConnection.totalCount", 10],
  ["Account.orderTotals", 1],
  ["Account.lastSignInAt", 1],
  ["Order.timeline", 1],
  // As the query `quote`.
  ["Order.quote", 10],
  ["OrderEventEdge.order", costOfReference("Order")],
  // One count of all products serves all categories of a request.
  ["Category.productCount", 1],
  ["ProductChangeEdge.node", 1],
  ["Reservation.order", costOfReference("Order")],
  ["ReservationEdge.node", 1],
  ["StockLedgerEntryEdge.node", 1],
  ["StockLevelEdge.node", 1],
  ["StockPayload.stock", 1],
  ["TaxRateEdge.node", 1],
  ["ShippingZone.methods", 1],
  ["PriceListEdge.node", 1],
  ["PriceListPriceEdge.node", 1],
  ["PromotionEdge.node", 1],
  ["CouponCodeEdge.node", 1],
]);

/** Arguments that determine the size of a list. */
const sizeArguments: ReadonlySet<string> = new Set(["first", "inputs", "representations"]);

/**
 * Returns the cost of an operation in points. A root field costs its row in the table of operations. Every entity (a type
 * with a key) costs one point for each time that it can occur in the response: `first` multiplies the selection below it.
 * So does an entry of a timeline. A representation costs a point, and one of an order costs three.
 */
export function queryCost(input: CostInput): number {
  const { schema, operation, fragments, costOfRootField } = input;
  const root = schema.getRootType(operation.operation);
  const variables = withDefaults(input);
  // Each fragment is computed once, however often and however deeply it is spread.
  const fragmentCosts = new Map<string, number>();

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
    const known = fragmentCosts.get(key);
    if (known !== undefined) return known;
    fragmentCosts.set(key, 0);
    const fragment = fragments.get(name);
    if (fragment === undefined) return 0;
    const cost = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), bounded);
    fragmentCosts.set(key, cost);
    return cost;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType | undefined, bounded: boolean): number => {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
    const field = parent.getFields()[node.name.value];
    if (field === undefined) return 0;
    const type = getNamedType(field.type);
    const own = parent === root ? costOfRoot(node, field.name) : costOfOccurrence(parent, field);
    if (node.selectionSet === undefined) return own;
    const size = requestedSize(node, field, variables);
    const isList = isListType(getNullableType(field.type));
    // The size of a connection's edges is the size that the connection's field requested.
    const times = size ?? (isList && !bounded ? defaultListSize : 1);
    const below = ofSelections(node.selectionSet, type, size !== undefined && !isList);
    return parent === root ? own + times * below : times * (own + below);
  };

  const costOfRoot = (node: FieldNode, name: string): number => {
    const references = name === entitiesField ? typesOfReferences(node, variables) : [];
    return references.reduce((sum, typeName) => sum + costOfReference(typeName), costOfRootField(name));
  };

  return root ? ofSelections(operation.selectionSet, root, false) : 0;
}

function withDefaults({ operation, variables }: CostInput): Readonly<Record<string, unknown>> {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, evaluate(defaultValue, {})] as const],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}

function costOfOccurrence(parent: GraphQLNamedType, { name, type }: GraphQLField<unknown, unknown>): number {
  return pointsOfFields.get(`${parent.name}.${name}`) ?? (isEntity(getNamedType(type)) ? 1 : 0);
}

function isEntity(type: GraphQLNamedType): boolean {
  if (type.name === "Node") return true;
  return type.astNode?.directives?.some(({ name }) => name.value === "key") ?? false;
}

function requestedSize(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const argument = field.args.find(({ name }) => sizeArguments.has(name));
  if (argument === undefined) return undefined;
  const valueNode = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  const value = valueNode === undefined ? argument.defaultValue : evaluate(valueNode, variables);
  const size = Array.isArray(value) ? value.length : Number(value ?? argument.defaultValue ?? 1);
  return Number.isFinite(size) ? Math.max(size, 1) : 1;
}

function evaluate(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
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
