import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from "graphql";

/** An operation with everything that its selection sets depend on. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** Coerced. `@skip` and `@include` may read them. */
  readonly variableValues: Record<string, unknown>;
}

/**
 * Returns the fields that are selected on `runtimeType`, by response name, in the order of their first selection. Throws
 * a GraphQLError if a condition of `@skip` or `@include` is null.
 */
export function collectFields(
  { schema, fragments, variableValues }: Operation,
  runtimeType: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visitedFragmentNames = new Set<string>();

  const collectSelection = (selection: SelectionNode): void => {
    if (selection.kind === Kind.FRAGMENT_SPREAD && visitedFragmentNames.has(selection.name.value)) return;
    if (!shouldIncludeNode(variableValues, selection)) return;
    if (selection.kind === Kind.FIELD) {
      const responseName = (selection.alias ?? selection.name).value;
      const fieldNodes = fields.get(responseName);
      if (fieldNodes === undefined) fields.set(responseName, [selection]);
      else fieldNodes.push(selection);
      return;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) visitedFragmentNames.add(selection.name.value);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
    if (fragment !== undefined && doesFragmentConditionMatch(schema, fragment.typeCondition, runtimeType)) {
      fragment.selectionSet.selections.forEach(collectSelection);
    }
  };

  for (const { selections } of selectionSets) selections.forEach(collectSelection);
  return fields;
}

function doesFragmentConditionMatch(
  schema: GraphQLSchema,
  typeCondition: FragmentDefinitionNode["typeCondition"] | undefined,
  type: GraphQLObjectType,
): boolean {
  if (typeCondition === undefined) return true;
  const conditionalType = typeFromAST(schema, typeCondition);
  return conditionalType === type || (isAbstractType(conditionalType) && schema.isSubType(conditionalType, type));
}

function shouldIncludeNode(variableValues: Operation["variableValues"], node: SelectionNode): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}
