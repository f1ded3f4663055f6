import { type ExecutionArgs, type ExecutionResult, GraphQLError } from "graphql";
import type { PromiseOrValue } from "graphql-yoga";
import type { Operation } from "./collect-fields.ts";
import { CollectedErrors } from "./collected-errors.ts";
import type { Plan } from "./compile-query.ts";
import { executeFields } from "./execute-fields.ts";
import type { ExecutionContext } from "./planned-field.ts";
import { ResponseSize } from "./response-size.ts";

const unlimited = { nodes: Number.POSITIVE_INFINITY, characters: Number.POSITIVE_INFINITY };

/**
 * Executes a plan for one request. Never throws or rejects. A response that exceeds the limits ends the execution, and its
 * only error is QUERY_TOO_COSTLY.
 */
export function executeQuery(
  { fields }: Plan,
  { schema, operation, fragments, variableValues }: Operation,
  { rootValue, contextValue }: ExecutionArgs,
  limits = unlimited,
): PromiseOrValue<ExecutionResult> {
  const collectedErrors = new CollectedErrors();
  const { errors } = collectedErrors;
  const size = new ResponseSize(limits);
  const buildResponse = (data: unknown): ExecutionResult =>
    errors.length === 0 ? { data: data as ResultData } : { errors, data: data as ResultData };
  const fail = (error: unknown): ExecutionResult => {
    if (size.error !== undefined) return { errors: [size.error] };
    collectedErrors.add(error as GraphQLError, undefined);
    return buildResponse(null);
  };
  if (fields instanceof GraphQLError) return fail(fields);
  const exeContext: ExecutionContext = {
    schema,
    fragments,
    rootValue,
    contextValue,
    operation,
    variableValues,
    collectedErrors,
    size,
  };
  try {
    const data = executeFields(exeContext, rootValue, undefined, fields);
    return data instanceof Promise ? data.then(buildResponse, fail) : buildResponse(data);
  } catch (error) {
    return fail(error);
  }
}

type ResultData = NonNullable<ExecutionResult["data"]>;
