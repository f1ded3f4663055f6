import type { ExecutionArgs } from "graphql";
import type { Plugin } from "graphql-yoga";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { queryTooComplex, toRequestError } from "../graphql/errors.ts";
import { limits } from "./limits.ts";
import { analyseOperation, costOf } from "./operation-info.ts";

/**
 * Holds each operation to its policies before it is run: the price of one document, the class that it is let in with,
 * its time, and its caller's quota. A query is run while its quota is asked for, a change only after.
 */
export function usePolicies(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: async ({ args }) => {
      const { taken, query } = enforcePolicies(args);
      if (!query) await taken;
      else {
        // Whoever is refused is told so in place of the answer.
        taken.catch(() => undefined);
        return {
          onExecuteDone: async () => {
            await taken;
          },
        };
      }
      return undefined;
    },
    onSubscribe: async ({ args }) => {
      await enforcePolicies(args).taken;
    },
  };
}

/** Throws for what is refused at once; `taken` rejects for whoever has no quota left. */
export function enforcePolicies(args: ExecutionArgs): { readonly taken: Promise<void>; readonly query: boolean } {
  const ctx = args.contextValue as GatewayContext;
  const assessment = analyseOperation(args.document, args.operationName);
  const points = costOf(assessment, args.schema, args.variableValues ?? {});
  if (points > limits.cost) throw queryTooComplex(`this costs ${points} points, at most ${limits.cost} are allowed`);
  try {
    ctx.permit.reclassify(assessment.class);
  } catch (error) {
    throw error instanceof Failure ? toRequestError(error) : error;
  }
  ctx.deadline.within(assessment.seconds * 1000);
  const taken = ctx.consumeQuota(points, assessment.withoutRedis).catch((error: unknown) => {
    throw error instanceof Failure ? toRequestError(error) : error;
  });
  return { taken, query: assessment.operation.operation === "query" };
}
