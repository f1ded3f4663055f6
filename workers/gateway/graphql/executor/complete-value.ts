import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  isObjectType,
  type ResponsePath,
} from "graphql";
import { inspect } from "graphql/jsutils/inspect.js";
import { buildResolveInfo, executeFields, handleFieldError, isPromise } from "./execute-fields.ts";
import type { CompleteValue, ExecutionContext, PlannedField } from "./planned-field.ts";

// Errors have graphql-js's messages, but are plain Errors where graphql-js throws a GraphQLError: they are mistakes of
// the server, and error masking passes the messages of GraphQLErrors to the client.

/** Rejects the null that `completeValue` may return. */
export function completeNonNullValue(completeValue: CompleteValue): CompleteValue {
  return (exeContext, field, path, result) => {
    const completed = completeValue(exeContext, field, path, result);
    if (completed === null) throw new Error(`Cannot return null for non-nullable field ${coordinateOf(field)}.`);
    return completed;
  };
}

/** Completes a scalar that serializes strings as they are. */
export function completeStringValue(type: GraphQLLeafType): CompleteValue {
  const completeOther = completeLeafValue(type);
  return (exeContext, field, path, result) => {
    if (typeof result !== "string") return completeOther(exeContext, field, path, result);
    exeContext.size.addCharacters(result.length);
    return result;
  };
}

export function completeLeafValue(type: GraphQLLeafType): CompleteValue {
  return (_exeContext, _field, _path, result) => {
    if (isNullish(result)) return null;
    const serialized = serialize(type, result);
    if (serialized === null || serialized === undefined) {
      const call = `${inspect(type)}.serialize(${inspect(result)})`;
      throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(serialized)}`);
    }
    return serialized;
  };
}

function serialize(type: GraphQLLeafType, result: unknown): unknown {
  try {
    return type.serialize(result);
  } catch (error) {
    throw error instanceof GraphQLError ? new Error(error.message) : error;
  }
}

export function completeListValue(completeItem: CompleteValue, isNonNull: boolean): CompleteValue {
  const completeListItemValue = (
    exeContext: ExecutionContext,
    field: PlannedField,
    path: ResponsePath,
    item: unknown,
  ): unknown => {
    try {
      const completed = isPromise(item)
        ? Promise.resolve(item).then((resolved) => completeItem(exeContext, field, path, resolved))
        : completeItem(exeContext, field, path, item);
      return completed instanceof Promise
        ? completed.then(undefined, (error) => handleFieldError(exeContext, field, isNonNull, path, error))
        : completed;
    } catch (error) {
      return handleFieldError(exeContext, field, isNonNull, path, error);
    }
  };
  return (exeContext, field, prev, result) => {
    if (isNullish(result)) return null;
    if (!isIterableObject(result)) {
      throw new Error(`Expected Iterable, but did not find one for field "${coordinateOf(field)}".`);
    }
    const items: unknown[] = [];
    let containsPromise = false;
    try {
      for (const item of result) {
        const path = { prev, key: items.length, typename: undefined };
        const completed = completeListItemValue(exeContext, field, path, item);
        containsPromise ||= completed instanceof Promise;
        items.push(completed);
      }
    } catch (error) {
      // Nothing awaits these promises any more.
      ignoreRejections(items);
      if (Array.isArray(result) || result instanceof Set) ignoreRejections(result);
      throw error;
    }
    return containsPromise ? Promise.all(items) : items;
  };
}

function ignoreRejections(values: Iterable<unknown>): void {
  for (const value of values) if (value instanceof Promise) value.catch(() => undefined);
}

function isIterableObject(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" && typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === "function"
  );
}

export function completeObjectValue(fields: readonly PlannedField[]): CompleteValue {
  return (exeContext, _field, path, result) => {
    if (isNullish(result)) return null;
    exeContext.size.addNodes(1);
    return executeFields(exeContext, result, path, fields);
  };
}

/** Completes an object whose selection set cannot be collected: `error` says why. */
export function failObjectValue(error: GraphQLError): CompleteValue {
  return (_exeContext, _field, _path, result) => {
    if (isNullish(result)) return null;
    throw error;
  };
}

/** Completes an interface or a union. `completeByType` has an entry for each possible type. */
export function completeAbstractValue(
  type: GraphQLAbstractType,
  completeByType: ReadonlyMap<unknown, CompleteValue>,
): CompleteValue {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (exeContext, field, path, result) => {
    if (isNullish(result)) return null;
    const complete = (runtimeType: unknown) => {
      const completeObject = completeByType.get(runtimeType);
      if (completeObject === undefined) throw invalidRuntimeType(exeContext, field, type, { runtimeType, result });
      return completeObject(exeContext, field, path, result);
    };
    const info = buildResolveInfo(exeContext, field, fieldPathOf(path));
    const runtimeType = resolveType(result, exeContext.contextValue, info, type);
    return isPromise(runtimeType) ? Promise.resolve(runtimeType).then(complete) : complete(runtimeType);
  };
}

/** Returns the path of the field that a value belongs to: the value may be an item of a list. */
function fieldPathOf(path: ResponsePath | undefined): ResponsePath {
  let fieldPath = path as ResponsePath;
  while (typeof fieldPath.key === "number") fieldPath = fieldPath.prev as ResponsePath;
  return fieldPath;
}

/** As graphql-js's `ensureValidRuntimeType`. */
function invalidRuntimeType(
  { schema }: ExecutionContext,
  field: PlannedField,
  { name }: GraphQLAbstractType,
  { runtimeType, result }: { readonly runtimeType: unknown; readonly result: unknown },
): Error {
  const where = `for field "${coordinateOf(field)}"`;
  const mustResolve = `Abstract type "${name}" must resolve to an Object type at runtime ${where}`;
  if (runtimeType === undefined || runtimeType === null) {
    return new Error(
      `${mustResolve}. Either the "${name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    );
  }
  if (isObjectType(runtimeType)) {
    return new Error(
      "Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.",
    );
  }
  if (typeof runtimeType !== "string") {
    return new Error(`${mustResolve} with value ${inspect(result)}, received "${inspect(runtimeType)}".`);
  }
  const type = schema.getType(runtimeType);
  if (type === undefined) {
    return new Error(
      `Abstract type "${name}" was resolved to a type "${runtimeType}" that does not exist inside the schema.`,
    );
  }
  return new Error(
    isObjectType(type)
      ? `Runtime Object type "${runtimeType}" is not a possible type for "${name}".`
      : `Abstract type "${name}" was resolved to a non-object type "${runtimeType}".`,
  );
}

/** Throws `value` if it is an Error: resolvers may return errors. */
function isNullish(value: unknown): value is null | undefined {
  if (value instanceof Error) throw value;
  return value === null || value === undefined;
}

function coordinateOf({ parentType, fieldName }: PlannedField): string {
  return `${parentType.name}.${fieldName}`;
}
