import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  ResponsePath,
} from "graphql";
import type { CollectedErrors } from "./collected-errors.ts";
import type { ResponseSize } from "./response-size.ts";

/** A field of a selection set, with everything that is the same for each object and each execution. */
export interface PlannedField {
  /** The alias, or the field's name. */
  readonly responseName: string;
  readonly fieldName: string;
  readonly fieldNodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly fieldDef: GraphQLField<unknown, unknown>;
  /** Undefined for the default resolver, which reads the source's property. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  /** True when an error in this field makes its parent null. */
  readonly isNonNull: boolean;
  /** False for a scalar or an enum without a resolver: its path is needed only for errors. */
  readonly needsPath: boolean;
  readonly completeValue: CompleteValue;
}

/** The state of one execution. */
export interface ExecutionContext {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly operation: OperationDefinitionNode;
  /** Coerced. */
  readonly variableValues: Record<string, unknown>;
  readonly collectedErrors: CollectedErrors;
  readonly size: ResponseSize;
}

/**
 * Converts a resolved value to the value in the response, or to a promise of it. `path` is the value's path. It is
 * undefined for fields whose `needsPath` is false. Throws when the field's type does not allow the value.
 */
export type CompleteValue = (
  exeContext: ExecutionContext,
  field: PlannedField,
  path: ResponsePath | undefined,
  result: unknown,
) => unknown;
