import {
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
  type ResponsePath,
  responsePathAsArray,
} from "graphql";
import type { ExecutionContext, PlannedField } from "./planned-field.ts";

const noArguments: Readonly<Record<string, unknown>> = Object.freeze({});

/** The fields of one object, side by side. Rejects, or throws, where one that may not be null could not be had. */
export function executeFields(
  fields: readonly PlannedField[],
  source: unknown,
  path: ResponsePath | undefined,
  run: ExecutionContext,
): unknown {
  const answer: Record<string, unknown> = {};
  let waiting: Promise<void>[] | undefined;
  try {
    for (const field of fields) {
      const { key } = field;
      const done = executeField(field, source, path, run);
      answer[key] = done;
      if (done instanceof Promise) {
        waiting ??= [];
        waiting.push(
          done.then((value) => {
            answer[key] = value;
          }),
        );
      }
    }
  } catch (error) {
    if (waiting === undefined) throw error;
    // The errors of those that are on their way belong to the answer too.
    const tell = () => {
      throw error;
    };
    return Promise.all(waiting).then(tell, tell);
  }
  return waiting === undefined ? answer : Promise.all(waiting).then(() => answer);
}

function executeField(
  field: PlannedField,
  source: unknown,
  parent: ResponsePath | undefined,
  run: ExecutionContext,
): unknown {
  const path = field.leaf ? parent : pathOf(field, parent);
  try {
    const value = resolve(field, source, parent, run);
    const done = isThenable(value)
      ? Promise.resolve(value).then((known) => field.complete(known, field, path, run))
      : field.complete(value, field, path, run);
    if (!(done instanceof Promise)) return done;
    return done.then(undefined, (error) => handleFieldError(error, field, field.required, pathOf(field, parent), run));
  } catch (error) {
    return handleFieldError(error, field, field.required, pathOf(field, parent), run);
  }
}

function resolve(field: PlannedField, source: unknown, path: ResponsePath | undefined, run: ExecutionContext): unknown {
  if (field.resolve !== undefined) {
    return field.resolve(source, argumentsOf(field, run), run.args.contextValue, new ResolveInfo(field, path, run));
  }
  if (typeof source !== "object" || source === null) return undefined;
  const property = (source as Readonly<Record<string, unknown>>)[field.name];
  if (typeof property !== "function") return property;
  return property.call(source, argumentsOf(field, run), run.args.contextValue, new ResolveInfo(field, path, run));
}

function argumentsOf({ definition, nodes: [node] }: PlannedField, { variables }: ExecutionContext) {
  if (definition.args.length === 0 || node === undefined) return noArguments;
  return getArgumentValues(definition, node, variables);
}

/** Null in place of what failed, with an error that says where; throws the error where there may not be a null. */
export function handleFieldError(
  error: unknown,
  { nodes }: PlannedField,
  required: boolean,
  path: ResponsePath,
  { errors }: ExecutionContext,
): null {
  const located = locatedError(error, nodes, responsePathAsArray(path));
  if (required) throw located;
  errors.push(located);
  return null;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function pathOf({ key, parent }: PlannedField, prev: ResponsePath | undefined): ResponsePath {
  return { prev, key, typename: parent.name };
}

/** Of the field that a value is of, or is an item of. */
export function resolveInfoAt(
  field: PlannedField,
  path: ResponsePath | undefined,
  run: ExecutionContext,
): GraphQLResolveInfo {
  let place = path;
  while (typeof place?.key === "number") place = place.prev;
  return new ResolveInfo(field, place?.prev, run);
}

/** What resolvers may ask about where they are. Most ask nothing. */
class ResolveInfo implements GraphQLResolveInfo {
  readonly #field: PlannedField;
  readonly #parent: ResponsePath | undefined;
  readonly #run: ExecutionContext;

  constructor(field: PlannedField, parent: ResponsePath | undefined, run: ExecutionContext) {
    this.#field = field;
    this.#parent = parent;
    this.#run = run;
  }

  get fieldName() {
    return this.#field.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.definition.type;
  }
  get parentType() {
    return this.#field.parent;
  }
  get path() {
    return pathOf(this.#field, this.#parent);
  }
  get schema() {
    return this.#run.args.schema;
  }
  get fragments() {
    return this.#run.fragments;
  }
  get rootValue() {
    return this.#run.args.rootValue;
  }
  get operation() {
    return this.#run.operation;
  }
  get variableValues() {
    return this.#run.variables as Record<string, unknown>;
  }
}
