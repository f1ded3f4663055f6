import {
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
  type ResponsePath,
  responsePathAsArray,
} from "graphql";
import type { ExecutionContext, PlannedField } from "./planned-field.ts";

const noArguments: Readonly<Record<string, unknown>> = Object.freeze({});

/**
 * Executes the fields of one object concurrently. Returns the object, or a promise of it. Throws or rejects when a
 * non-null field has an error.
 */
export function executeFields(
  exeContext: ExecutionContext,
  sourceValue: unknown,
  path: ResponsePath | undefined,
  fields: readonly PlannedField[],
): unknown {
  const results: Record<string, unknown> = {};
  let pending: Promise<void>[] | undefined;
  try {
    for (const field of fields) {
      const { responseName } = field;
      const result = executeField(exeContext, field, sourceValue, path);
      results[responseName] = result;
      if (result instanceof Promise) {
        pending ??= [];
        pending.push(
          result.then((completed) => {
            results[responseName] = completed;
          }),
        );
      }
    }
  } catch (error) {
    if (pending === undefined) throw error;
    // The response also contains the errors of the fields that are still pending.
    const rethrow = () => {
      throw error;
    };
    return Promise.all(pending).then(rethrow, rethrow);
  }
  return pending === undefined ? results : Promise.all(pending).then(() => results);
}

function executeField(
  exeContext: ExecutionContext,
  field: PlannedField,
  source: unknown,
  parentPath: ResponsePath | undefined,
): unknown {
  const path = field.needsPath ? addPath(parentPath, field) : undefined;
  try {
    const result =
      field.resolve === undefined || path === undefined
        ? resolveByDefault(exeContext, field, source, path ?? parentPath)
        : field.resolve(
            source,
            getArguments(exeContext, field),
            exeContext.contextValue,
            buildResolveInfo(exeContext, field, path),
          );
    const completed = isPromise(result)
      ? Promise.resolve(result).then((resolved) => field.completeValue(exeContext, field, path, resolved))
      : field.completeValue(exeContext, field, path, result);
    if (!(completed instanceof Promise)) return completed;
    return completed.then(undefined, (error) =>
      handleFieldError(exeContext, field, field.isNonNull, path ?? addPath(parentPath, field), error),
    );
  } catch (error) {
    return handleFieldError(exeContext, field, field.isNonNull, path ?? addPath(parentPath, field), error);
  }
}

/** As graphql-js's `defaultFieldResolver`. `path` is the parent's path if the field's `needsPath` is false. */
function resolveByDefault(
  exeContext: ExecutionContext,
  field: PlannedField,
  source: unknown,
  path: ResponsePath | undefined,
): unknown {
  if ((typeof source !== "object" || source === null) && typeof source !== "function") return undefined;
  const property = (source as Readonly<Record<string, unknown>>)[field.fieldName];
  if (typeof property !== "function") return property;
  const fieldPath = field.needsPath && path !== undefined ? path : addPath(path, field);
  const info = buildResolveInfo(exeContext, field, fieldPath);
  return (source as Methods)[field.fieldName]?.(getArguments(exeContext, field), exeContext.contextValue, info);
}

type Methods = Readonly<Record<string, (args: unknown, contextValue: unknown, info: GraphQLResolveInfo) => unknown>>;

function getArguments({ variableValues }: ExecutionContext, { fieldDef, fieldNodes: [node] }: PlannedField) {
  if (fieldDef.args.length === 0 || node === undefined) return noArguments;
  return getArgumentValues(fieldDef, node, variableValues);
}

/**
 * Adds a located error and returns null. Throws the error if the position is non-null, or if the response exceeds a limit.
 */
export function handleFieldError(
  { collectedErrors, size }: ExecutionContext,
  { fieldNodes }: PlannedField,
  isNonNull: boolean,
  path: ResponsePath,
  rawError: unknown,
): null {
  // Ends the whole execution, even if the position is nullable.
  if (size.error !== undefined) throw rawError;
  const error = locatedError(rawError, fieldNodes, responsePathAsArray(path));
  if (isNonNull) throw error;
  collectedErrors.add(error, path);
  return null;
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  return typeof (value as Partial<PromiseLike<unknown>>).then === "function";
}

function addPath(prev: ResponsePath | undefined, { responseName, parentType }: PlannedField): ResponsePath {
  return { prev, key: responseName, typename: parentType.name };
}

/** Returns a plain object: resolvers and libraries copy it by spread. */
export function buildResolveInfo(
  exeContext: ExecutionContext,
  field: PlannedField,
  path: ResponsePath,
): GraphQLResolveInfo {
  return {
    fieldName: field.fieldName,
    fieldNodes: field.fieldNodes,
    returnType: field.fieldDef.type,
    parentType: field.parentType,
    path,
    schema: exeContext.schema,
    fragments: exeContext.fragments,
    rootValue: exeContext.rootValue,
    operation: exeContext.operation,
    variableValues: exeContext.variableValues,
  };
}
