import type { ExecutionArgs, ExecutionResult } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { GatewayContext } from "../context.ts";
import { analyseOperation } from "../policies/operation-info.ts";
import { maxAgeOf } from "./cacheability.ts";

/** Sets the cache hints of each response. */
export function useResponseCache(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: ({ args }) => {
      // A copy, because another plugin replaces the document by one without @defer.
      const originalArgs = { ...args };
      return {
        onExecuteDone: ({ result }) => {
          if (!(Symbol.asyncIterator in result)) setCacheHints(originalArgs, result);
        },
      };
    },
  };
}

/** Sets the maximum age of a response without errors whose operation returns the same to all callers. */
export function setCacheHints(
  { contextValue, document, operationName, schema }: ExecutionArgs,
  result: ExecutionResult,
) {
  const { cacheHints } = contextValue as GatewayContext;
  if (result.errors !== undefined || cacheHints.uncacheable === true) return;
  const seconds = maxAgeOf(analyseOperation(document, operationName), document, schema);
  if (seconds !== undefined) cacheHints.maxAgeSeconds = seconds;
}
