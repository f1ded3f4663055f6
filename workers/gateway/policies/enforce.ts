import type { ExecutionArgs } from "graphql";
import type { Plugin } from "graphql-yoga";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { queryTooComplex, toRequestError } from "../graphql/errors.ts";
import { limits } from "./limits.ts";
import { analyseOperation, costOf } from "./operation-info.ts";

/**
 * Enforces the policies of each operation before its execution: maximum cost, priority class, time limit and quota. A
 * query runs while Redis counts its quota. A mutation and a subscription wait for the count.
 */
export function usePolicies(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: async ({ args }) => {
      const { quotaConsumed, isQuery } = enforcePolicies(args);
      if (!isQuery) await quotaConsumed;
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
  readonly isQuery: boolean;
}

/** Throws for an operation that is too complex, or that the overloaded isolate rejects. */
export function enforcePolicies(args: ExecutionArgs): EnforcedPolicies {
  const { budget } = args.contextValue as GatewayContext;
  const info = analyseOperation(args.document, args.operationName);
  const points = costOf(info, args.schema, args.variableValues ?? {});
  if (points > limits.cost) {
    throw queryTooComplex(`The operation costs ${points} points. The maximum is ${limits.cost}.`);
  }
  try {
    budget.permit.reclassify(info.class);
  } catch (error) {
    throw error instanceof Failure ? toRequestError(error) : error;
  }
  budget.deadline.limitTo(info.seconds * 1000);
  const quotaConsumed = budget.consumeQuota(points, info.failMode).catch((error: unknown) => {
    throw error instanceof Failure ? toRequestError(error) : error;
  });
  return { quotaConsumed, isQuery: info.operation.operation === "query" };
}
