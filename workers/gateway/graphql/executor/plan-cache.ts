import {
  type DocumentNode,
  type ExecutionArgs,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  visit,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { Operation } from "./collect-fields.ts";
import { compileQuery, type Plan } from "./compile-query.ts";

const maxFieldsPerPlan = 1_000;
/** Of all plans in an isolate. A field takes about 0.5 kB. */
const maxFieldsInCache = 20_000;

/** Returns what `executeQuery` needs. Undefined for operations that the library has to execute. */
export type FindPlan = (args: ExecutionArgs) => { readonly plan: Plan; readonly query: Operation } | undefined;

/** `plan` is undefined for a query that the executor does not support. */
interface CompiledQuery {
  readonly schema: GraphQLSchema;
  readonly plan: Plan | undefined;
}

/** Creates a cache that compiles a query once per document, operation and outcome of its `@skip` and `@include`. */
export function createPlanCache(): FindPlan {
  const plans = new LRUCache<string, CompiledQuery>({
    maxSize: maxFieldsInCache,
    sizeCalculation: ({ plan }) => (plan?.size ?? 0) + 1,
  });
  return (args) => {
    const found = findQuery(args);
    if (found === undefined) return undefined;
    const { query, cacheKey } = found;
    const cached = plans.get(cacheKey);
    const plan = cached?.schema === args.schema ? cached.plan : compileQuery(query, maxFieldsPerPlan);
    if (cached?.schema !== args.schema) plans.set(cacheKey, { schema: args.schema, plan });
    return plan && { plan, query };
  };
}

/** Facts about a document that do not depend on variables. */
interface DocumentInfo {
  readonly id: number;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** The variables in conditions of `@skip` and `@include`. */
  readonly conditionVariables: readonly string[];
  readonly isIncremental: boolean;
}

const documentInfos = new WeakMap<DocumentNode, DocumentInfo>();
let lastId = 0;

function analyseDocument(document: DocumentNode): DocumentInfo {
  const known = documentInfos.get(document);
  if (known !== undefined) return known;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  const conditionVariables = new Set<string>();
  let isIncremental = false;
  visit(document, {
    [Kind.FRAGMENT_DEFINITION]: (node) => {
      fragments[node.name.value] = node;
    },
    [Kind.DIRECTIVE]: ({ name, arguments: args = [] }) => {
      if (name.value === "defer" || name.value === "stream") isIncremental = true;
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return;
      for (const { value } of args) if (value.kind === Kind.VARIABLE) conditionVariables.add(value.name.value);
    },
  });
  const info = { id: ++lastId, fragments, conditionVariables: [...conditionVariables], isIncremental };
  documentInfos.set(document, info);
  return info;
}

function findQuery(args: ExecutionArgs): { readonly query: Operation; readonly cacheKey: string } | undefined {
  const { schema, document, operationName, variableValues: rawVariableValues, fieldResolver, typeResolver } = args;
  const operation = getOperationAST(document, operationName);
  if (operation == null || operation.operation === OperationTypeNode.SUBSCRIPTION) return undefined;
  if (fieldResolver || typeResolver) return undefined;
  const { id, fragments, conditionVariables, isIncremental } = analyseDocument(document);
  if (isIncremental) return undefined;
  const variableValues = coerceVariables(schema, operation.variableDefinitions ?? [], rawVariableValues ?? {});
  if (variableValues === undefined) return undefined;
  const conditions = conditionVariables.map((name) => String(variableValues[name]));
  const cacheKey = [id, operationName ?? "", ...conditions].join(" ");
  return { query: { schema, operation, fragments, variableValues }, cacheKey };
}

const noVariables: Record<string, unknown> = Object.freeze(Object.create(null));

/** Returns undefined if a value is invalid. */
function coerceVariables(
  schema: ExecutionArgs["schema"],
  definitions: Parameters<typeof getVariableValues>[1],
  rawValues: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  return definitions.length === 0 ? noVariables : getVariableValues(schema, definitions, rawValues).coerced;
}
