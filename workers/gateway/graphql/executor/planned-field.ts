import type {
  ExecutionArgs,
  FieldNode,
  GraphQLError,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
  OperationDefinitionNode,
  ResponsePath,
} from "graphql";

/** What an operation asks of a field of one type, with all that is the same each time it is run. */
export interface PlannedField {
  /** Its name in the answer. */
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Absent where it is the source's property of that name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  /** Whether a null here makes its parent null. */
  readonly required: boolean;
  /** A scalar or an enum: where it is has to be known for an error alone. */
  readonly leaf: boolean;
  readonly complete: CompleteValue;
}

/** One going through a plan. */
export interface ExecutionContext {
  readonly args: ExecutionArgs;
  readonly operation: OperationDefinitionNode;
  readonly fragments: GraphQLResolveInfo["fragments"];
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of fields that became null in place of an error. */
  readonly errors: GraphQLError[];
}

/**
 * Makes of what was resolved what is answered, or a promise of it. `path` is where it is, and its parent of a leaf. Throws
 * where the type does not allow what it was given.
 */
export type CompleteValue = (
  value: unknown,
  field: PlannedField,
  path: ResponsePath | undefined,
  run: ExecutionContext,
) => unknown;
