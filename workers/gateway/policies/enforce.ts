import { type ExecutionArgs, GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { Failure } from "../../kit/errors/failure.ts";
import { annotate } from "../../kit/observability/operation.ts";
import type { GatewayContext, RequestBudget } from "../context.ts";
import { queryTooComplex, toRequestError } from "../graphql/errors.ts";
import { type FailMode, limits } from "./limits.ts";
import { analyseOperation, costOf } from "./operation-info.ts";
import { countOrderReferences } from "./representations.ts";

/** The budgets of requests whose documents were rejected before their execution. */
const budgetsOfRejected = new WeakSet<RequestBudget>();

/**
 * Enforces the policies of each operation before its execution: maximum cost, priority class, time limit and quota. A
 * cheap query runs while Redis counts its quota. All other operations wait for the count. A rejected document consumes
 * points too.
 */
export function usePolicies(): Plugin<GatewayContext, GatewayContext> {
  return {
    onParse:
      () =>
      ({ result, context }) => {
        if (result instanceof Error) budgetsOfRejected.add(context.budget);
      },
    onValidate:
      () =>
      ({ valid, context }) => {
        if (!valid) budgetsOfRejected.add(context.budget);
      },
    onResultProcess: async ({ serverContext: { budget }, setResult }) => {
      if (!budgetsOfRejected.delete(budget)) return;
      try {
        await consumeQuota(budget, limits.rejectedDocumentCost, "fail-open");
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        setResult({ errors: [error] });
      }
    },
    onExecute: async ({ args }) => {
      const { quotaConsumed, waitsForQuota } = enforcePolicies(args);
      if (waitsForQuota) await quotaConsumed;
      else {
        // onExecuteDone rethrows the rejection in place of the result.
        quotaConsumed.catch(() => undefined);
        return {
          onExecuteDone: async () => {
            await quotaConsumed;
          },
        };
      }
      return undefined;
    },
    onSubscribe: async ({ args }) => {
      await enforcePolicies(args).quotaConsumed;
    },
  };
}

export interface EnforcedPolicies {
  /** Rejects when the caller's quota is exceeded. */
  readonly quotaConsumed: Promise<void>;
  /** Whether the operation must not run before its quota is consumed. */
  readonly waitsForQuota: boolean;
}

/** Throws for an operation that the overloaded isolate rejects. `quotaConsumed` rejects for one that is too complex. */
export function enforcePolicies(args: ExecutionArgs): EnforcedPolicies {
  const { budget } = args.contextValue as GatewayContext;
  const info = analyseOperation(args.document, args.operationName);
  const points = costOf(info, args.schema, args.variableValues ?? {});
  annotate("request", {
    operationName: info.label,
    operationType: info.operation.operation,
    priorityClass: info.class,
    cost: points,
  });
  const tooComplex = findExcess(points, countOrderReferences(info, args.variableValues ?? {}));
  if (tooComplex !== undefined) return { quotaConsumed: reject(budget, tooComplex), waitsForQuota: true };
  try {
    budget.permit.reclassify(info.class);
  } catch (error) {
    throw error instanceof Failure ? toRequestError(error) : error;
  }
  budget.deadline.limitTo(info.seconds * 1000);
  const isCheapQuery = info.operation.operation === "query" && points <= limits.concurrentCost;
  return { quotaConsumed: consumeQuota(budget, points, info.failMode), waitsForQuota: !isCheapQuery };
}

function findExcess(points: number, orderReferences: number): GraphQLError | undefined {
  if (orderReferences > limits.orders) {
    return queryTooComplex(
      `The document has ${orderReferences} references to orders. The maximum is ${limits.orders}.`,
    );
  }
  if (points <= limits.cost) return undefined;
  return queryTooComplex(`The operation costs ${points} points. The maximum is ${limits.cost}.`);
}

async function reject(budget: RequestBudget, error: GraphQLError): Promise<never> {
  await consumeQuota(budget, limits.rejectedDocumentCost, "fail-open");
  throw error;
}

async function consumeQuota(budget: RequestBudget, points: number, failMode: FailMode): Promise<void> {
  try {
    await budget.consumeQuota(points, failMode);
  } catch (error) {
    throw error instanceof Failure ? toRequestError(error) : error;
  }
}
