import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  GraphQLID,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import { collectFields, type Operation } from "./collect-fields.ts";
import {
  completeAbstractValue,
  completeLeafValue,
  completeListValue,
  completeNonNullValue,
  completeObjectValue,
  completeStringValue,
  failObjectValue,
} from "./complete-value.ts";
import type { CompleteValue, PlannedField } from "./planned-field.ts";
import { withoutCount } from "./response-size.ts";

/** A query or mutation as a tree of fields, each with the functions that resolve and complete it. */
export interface Plan {
  readonly schema: GraphQLSchema;
  /** An error in place of the fields if they cannot be collected. */
  readonly fields: readonly PlannedField[] | GraphQLError;
  /** The number of fields in the whole tree. */
  readonly size: number;
}

/**
 * Compiles a query or mutation to a plan. Returns undefined if it has more than `maxFields` fields or an unsupported feature. The
 * root fields of a mutation are executed one after the other, so only one is supported.
 */
export function compileQuery(query: Operation, maxFields: number): Plan | undefined {
  const { schema, operation } = query;
  const queryType = schema.getQueryType();
  const rootType = schema.getRootType(operation.operation);
  if (!queryType || !rootType) return undefined;
  let size = 0;

  const planFields = (type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): readonly PlannedField[] => {
    if (type.isTypeOf) throw notSupported;
    return [...collectFields(query, type, selectionSets)].map(([responseName, fieldNodes]) =>
      planField(type, responseName, fieldNodes),
    );
  };

  const planField = (
    parentType: GraphQLObjectType,
    responseName: string,
    fieldNodes: readonly FieldNode[],
  ): PlannedField => {
    size++;
    const fieldName = fieldNodes[0]?.name.value ?? "";
    const fieldDef = getFieldDef(queryType, parentType, fieldName);
    // The response name `__proto__` would set the prototype of the result.
    if (size > maxFields || fieldDef === undefined || responseName === "__proto__") throw notSupported;
    const { type } = fieldDef;
    const resolve = withoutCount(fieldDef.resolve);
    return {
      responseName,
      fieldName,
      fieldNodes,
      parentType,
      fieldDef,
      resolve,
      isNonNull: isNonNullType(type),
      needsPath: resolve !== undefined || !isLeafType(getNullableType(type)),
      completeValue: planValue(type, fieldNodes),
    };
  };

  const planValue = (type: GraphQLOutputType, fieldNodes: readonly FieldNode[]): CompleteValue => {
    if (isNonNullType(type)) return completeNonNullValue(planValue(type.ofType, fieldNodes));
    if (isListType(type)) return completeListValue(planValue(type.ofType, fieldNodes), isNonNullType(type.ofType));
    if (isLeafType(type)) {
      return type === GraphQLString || type === GraphQLID ? completeStringValue(type) : completeLeafValue(type);
    }
    const selectionSets = fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isObjectType(type)) return planObject(type, selectionSets);
    const possibleTypes = schema.getPossibleTypes(type);
    return completeAbstractValue(
      type,
      new Map(possibleTypes.map((possibleType) => [possibleType.name, planObject(possibleType, selectionSets)])),
    );
  };

  const planObject = (type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): CompleteValue => {
    const fields = resultOrGraphQLError(() => planFields(type, selectionSets));
    return fields instanceof GraphQLError ? failObjectValue(fields) : completeObjectValue(fields);
  };

  try {
    const fields = resultOrGraphQLError(() => planFields(rootType, [operation.selectionSet]));
    if (rootType !== queryType && Array.isArray(fields) && fields.length > 1) return undefined;
    return { schema, fields, size };
  } catch (error) {
    if (error === notSupported) return undefined;
    throw error;
  }
}

const notSupported = new Error("The executor does not support this query");

function resultOrGraphQLError<T>(work: () => T): T | GraphQLError {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function getFieldDef(
  queryType: GraphQLObjectType,
  parentType: GraphQLObjectType,
  fieldName: string,
): GraphQLField<unknown, unknown> | undefined {
  if (fieldName === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parentType === queryType && fieldName === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (parentType === queryType && fieldName === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return parentType.getFields()[fieldName];
}
