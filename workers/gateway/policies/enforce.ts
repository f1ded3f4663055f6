import type { ExecutionArgs } from "graphql";
import type { Plugin } from "graphql-yoga";
import { Failure } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { tooCostly, toRequestError } from "../graphql/errors.ts";
import { bounds } from "./limits.ts";
import { assess, pointsOf } from "./operation-info.ts";

/**
 * Holds each operation to its policies before it is run: the price of one document, the class that it is let in with,
 * its time, and its caller's quota. A query is run while its quota is asked for, a change only after.
 */
export function enforcePolicies(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: async ({ args }) => {
      const { taken, query } = holdToPolicies(args);
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
      await holdToPolicies(args).taken;
    },
  };
}

/** Throws for what is refused at once; `taken` rejects for whoever has no quota left. */
export function holdToPolicies(args: ExecutionArgs): { readonly taken: Promise<void>; readonly query: boolean } {
  const ctx = args.contextValue as GatewayContext;
  const assessment = assess(args.document, args.operationName);
  const points = pointsOf(assessment, args.schema, args.variableValues ?? {});
  if (points > bounds.cost) throw tooCostly(`this costs ${points} points, at most ${bounds.cost} are allowed`);
  try {
    ctx.admission.settle(assessment.class);
  } catch (error) {
    throw error instanceof Failure ? toRequestError(error) : error;
  }
  ctx.deadline.within(assessment.seconds * 1000);
  const taken = ctx.takeQuota(points, assessment.withoutRedis).catch((error: unknown) => {
    throw error instanceof Failure ? toRequestError(error) : error;
  });
  return { taken, query: assessment.operation.operation === "query" };
}
