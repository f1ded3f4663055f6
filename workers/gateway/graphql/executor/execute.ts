import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  visit,
} from "graphql";
import type { Plugin, PromiseOrValue } from "graphql-yoga";
import { LRUCache } from "lru-cache";
import type { GatewayContext } from "../../context.ts";
import { compileQuery, type Operation, type Plan } from "./plan.ts";
import type { ExecutionContext } from "./planned-field.ts";
import { executeFields } from "./run.ts";

/** Fields of one plan, and of all that an isolate keeps: each takes about half a kilobyte. */
const mostFields = 1_000;
const mostKept = 20_000;

/**
 * Runs queries by plans, which are made once for a document. What no plan knows is left to the library's executor:
 * changes, subscriptions, answers in parts, variables that are not valid.
 */
export function executeByPlan(find: PlanLookup): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: ({ executeFn, setExecuteFn }) => {
      setExecuteFn((args: ExecutionArgs) => {
        const found = find(args);
        return found === undefined ? executeFn(args) : executeQuery(found.plan, found.asked, args);
      });
    },
  };
}

/** What a query is run by; undefined for what the library has to run. */
export type PlanLookup = (args: ExecutionArgs) => { readonly plan: Plan; readonly asked: Operation } | undefined;

export function createPlanCache(): PlanLookup {
  const plans = new LRUCache<string, Plan>({ maxSize: mostKept, sizeCalculation: ({ size }) => size + 1 });
  return (args) => {
    const found = queryOf(args);
    if (found === undefined) return undefined;
    const { asked, key } = found;
    const known = plans.get(key);
    const plan = known ?? compileQuery(asked, mostFields);
    if (plan === undefined) return undefined;
    if (known === undefined) plans.set(key, plan);
    return { plan, asked };
  };
}

/** What is the same of a document whenever it is run. */
interface DocumentInfo {
  readonly id: number;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The variables that say what of it is skipped or included. */
  readonly conditions: readonly string[];
  /** Whether some of it may come later. */
  readonly inParts: boolean;
}

const scripts = new WeakMap<DocumentNode, DocumentInfo>();
let lastId = 0;

function analyseDocument(document: DocumentNode): DocumentInfo {
  const known = scripts.get(document);
  if (known !== undefined) return known;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  const conditions = new Set<string>();
  let inParts = false;
  visit(document, {
    [Kind.FRAGMENT_DEFINITION]: (node) => {
      fragments[node.name.value] = node;
    },
    [Kind.DIRECTIVE]: ({ name, arguments: given = [] }) => {
      inParts ||= name.value === "defer" || name.value === "stream";
      for (const { value } of given) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
    },
  });
  const script = { id: ++lastId, fragments, conditions: [...conditions], inParts };
  scripts.set(document, script);
  return script;
}

function queryOf(args: ExecutionArgs): { readonly asked: Operation; readonly key: string } | undefined {
  const { schema, document, operationName } = args;
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== OperationTypeNode.QUERY) return undefined;
  const { id, fragments, conditions, inParts } = analyseDocument(document);
  const variables = variablesOf(args, operation.variableDefinitions ?? []);
  if (inParts || variables === undefined) return undefined;
  const key = [id, operationName ?? "", ...conditions.map((name) => variables[name])].join(" ");
  return { asked: { schema, operation, fragments, variables }, key };
}

const none: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null));

function variablesOf(
  { schema, variableValues }: ExecutionArgs,
  definitions: Parameters<typeof getVariableValues>[1],
): Readonly<Record<string, unknown>> | undefined {
  return definitions.length === 0 ? none : getVariableValues(schema, definitions, variableValues ?? {}).coerced;
}

/** As the specification says: what may not be null makes what it is part of null, up to all that was asked for. */
export function executeQuery(
  { fields }: Plan,
  { operation, fragments, variables }: Operation,
  args: ExecutionArgs,
): PromiseOrValue<ExecutionResult> {
  const errors: GraphQLError[] = [];
  const answer = (data: unknown): ExecutionResult => {
    const told = data as NonNullable<ExecutionResult["data"]>;
    return errors.length === 0 ? { data: told } : { errors, data: told };
  };
  const nothing = (error: unknown): ExecutionResult => {
    errors.push(error as GraphQLError);
    return { errors, data: null };
  };
  const run: ExecutionContext = { args, operation, fragments, variables, errors };
  try {
    const data = executeFields(fields, args.rootValue, undefined, run);
    return data instanceof Promise ? data.then(answer, nothing) : answer(data);
  } catch (error) {
    return nothing(error);
  }
}
