import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLID,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  GraphQLString,
  getDirectiveValues,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
} from "graphql";
import { completeAbstract, completeLeaf, completeList, completeObject, completeString, nonNull } from "./complete.ts";
import type { CompleteValue, PlannedField } from "./planned-field.ts";

/** What is to be planned. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Coerced: what is skipped or included may depend on them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A query as a tree of fields, each with what there is to do for it. */
export interface Plan {
  readonly fields: readonly PlannedField[];
  /** How many fields it has in all. */
  readonly size: number;
}

/** Plans a query; undefined for one that is larger than `most` fields, or asks for what no plan knows. */
export function compileQuery(asked: Operation, most: number): Plan | undefined {
  const { schema, operation } = asked;
  const root = schema.getQueryType();
  if (root === undefined || root === null) return undefined;
  let size = 0;

  const fieldsOf = (type: GraphQLObjectType, sets: readonly SelectionSetNode[]): readonly PlannedField[] => {
    if (type.isTypeOf) throw notPlanned;
    return [...collect(type, sets, asked)].map(([key, nodes]) => fieldOf(type, key, nodes));
  };

  const fieldOf = (parent: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): PlannedField => {
    size++;
    const name = nodes[0]?.name.value ?? "";
    const definition = definitionOf(name, parent, root);
    // That name would be set on the answer's prototype.
    if (size > most || definition === undefined || key === "__proto__") throw notPlanned;
    const { type, resolve } = definition;
    const leaf = isLeafType(getNullableType(type));
    const complete = completeOf(type, nodes);
    return { key, name, nodes, parent, definition, resolve, required: isNonNullType(type), leaf, complete };
  };

  const completeOf = (type: GraphQLOutputType, nodes: readonly FieldNode[]): CompleteValue => {
    if (isNonNullType(type)) return nonNull(completeOf(type.ofType, nodes));
    if (isListType(type)) return completeList(completeOf(type.ofType, nodes), isNonNullType(type.ofType));
    if (isLeafType(type))
      return type === GraphQLString || type === GraphQLID ? completeString(type) : completeLeaf(type);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isObjectType(type)) return completeObject(fieldsOf(type, sets));
    const possible = schema.getPossibleTypes(type).map((one) => [one.name, fieldsOf(one, sets)] as const);
    return completeAbstract(type, new Map(possible));
  };

  try {
    const fields = fieldsOf(root, [operation.selectionSet]);
    return { fields, size };
  } catch (error) {
    if (error === notPlanned) return undefined;
    throw error;
  }
}

const notPlanned = new Error("no plan knows what this asks for");

function definitionOf(
  name: string,
  parent: GraphQLObjectType,
  root: GraphQLObjectType,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parent === root && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (parent === root && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return parent.getFields()[name];
}

/** The fields that a type is asked for, by their names in the answer, in the order they first stand in. */
function collect(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  { schema, fragments, variables }: Operation,
): ReadonlyMap<string, readonly FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  const matchesTypeCondition = (condition: FragmentDefinitionNode["typeCondition"] | undefined): boolean => {
    if (condition === undefined) return true;
    const on = typeFromAST(schema, condition);
    return on === type || (isAbstractType(on) && schema.isSubType(on, type));
  };

  const collectSelection = (node: SelectionNode): void => {
    if (!isIncluded(node, variables)) return;
    if (node.kind === Kind.FIELD) {
      const key = (node.alias ?? node.name).value;
      const known = found.get(key);
      if (known === undefined) found.set(key, [node]);
      else known.push(node);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      if (matchesTypeCondition(node.typeCondition)) node.selectionSet.selections.forEach(collectSelection);
    } else if (!spread.has(node.name.value)) {
      spread.add(node.name.value);
      const fragment = fragments[node.name.value];
      if (fragment !== undefined && matchesTypeCondition(fragment.typeCondition))
        fragment.selectionSet.selections.forEach(collectSelection);
    }
  };

  for (const { selections } of sets) selections.forEach(collectSelection);
  return found;
}

function isIncluded(node: SelectionNode, variables: Operation["variables"]): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}
