import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type ResponsePath,
} from "graphql";
import type { CompleteValue, ExecutionContext, PlannedField } from "./planned-field.ts";
import { executeFields, handleFieldError, isThenable, resolveInfoAt } from "./run.ts";

/** Refuses the null that another way of completing may answer. */
export function nonNull(complete: CompleteValue): CompleteValue {
  return (value, field, path, run) => {
    const done = complete(value, field, path, run);
    if (done === null) throw new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);
    return done;
  };
}

/** Of a scalar that answers a text as it is. */
export function completeString(type: GraphQLLeafType): CompleteValue {
  const other = completeLeaf(type);
  return (value, ...at) => (typeof value === "string" ? value : other(value, ...at));
}

export function completeLeaf(type: GraphQLLeafType): CompleteValue {
  return (value) => {
    if (isNothing(value)) return null;
    const told = serialize(type, value);
    if (told === null || told === undefined) throw new Error(`${type.name} cannot tell ${typeof value} values`);
    return told;
  };
}

/** What cannot be told is a mistake of ours, and no error to show. */
function serialize(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.serialize(value);
  } catch (error) {
    throw error instanceof GraphQLError ? new Error(error.message) : error;
  }
}

export function completeList(complete: CompleteValue, required: boolean): CompleteValue {
  const item = (value: unknown, field: PlannedField, path: ResponsePath, run: ExecutionContext): unknown => {
    try {
      const done = isThenable(value)
        ? Promise.resolve(value).then((known) => complete(known, field, path, run))
        : complete(value, field, path, run);
      return done instanceof Promise
        ? done.then(undefined, (error) => handleFieldError(error, field, required, path, run))
        : done;
    } catch (error) {
      return handleFieldError(error, field, required, path, run);
    }
  };
  return (value, field, prev, run) => {
    if (isNothing(value)) return null;
    if (typeof value !== "object" || !(Symbol.iterator in value)) {
      throw new Error(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);
    }
    const items: unknown[] = [];
    let waiting = false;
    try {
      for (const one of value as Iterable<unknown>) {
        const done = item(one, field, { prev, key: items.length, typename: undefined }, run);
        waiting ||= done instanceof Promise;
        items.push(done);
      }
    } catch (error) {
      for (const one of items) if (one instanceof Promise) one.catch(() => undefined);
      throw error;
    }
    return waiting ? Promise.all(items) : items;
  };
}

export function completeObject(fields: readonly PlannedField[]): CompleteValue {
  return (value, _field, path, run) => (isNothing(value) ? null : executeFields(fields, value, path, run));
}

/** Of an interface or a union: which fields are asked for depends on what it turns out to be. */
export function completeAbstract(
  type: GraphQLAbstractType,
  fieldsOf: ReadonlyMap<string, readonly PlannedField[]>,
): CompleteValue {
  const typeOf = type.resolveType ?? defaultTypeResolver;
  return (value, field, path, run) => {
    if (isNothing(value)) return null;
    const finish = (name: unknown) => {
      const fields = typeof name === "string" ? fieldsOf.get(name) : undefined;
      if (fields === undefined) throw new Error(`${nameOf(field)} is no ${type.name} but ${String(name)}`);
      return executeFields(fields, value, path, run);
    };
    const name = typeOf(value, run.args.contextValue, resolveInfoAt(field, path, run), type);
    return isThenable(name) ? Promise.resolve(name).then(finish) : finish(name);
  };
}

/** Whether there is nothing to complete. Throws an error that was resolved in place of a value. */
function isNothing(value: unknown): value is null | undefined {
  if (value instanceof Error) throw value;
  return value === null || value === undefined;
}

function nameOf({ parent, name }: PlannedField): string {
  return `${parent.name}.${name}`;
}
