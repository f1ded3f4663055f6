import type { ExecutionArgs, ExecutionResult } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { GatewayContext } from "../context.ts";
import { analyseOperation } from "../policies/operation-info.ts";
import { maxAgeOf } from "./cacheability.ts";

/** Tells of each answer whether it may be kept. */
export function useResponseCache(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: ({ args }) => {
      // As it was asked: another plugin takes out what may come later.
      const asked = { ...args };
      return {
        onExecuteDone: ({ result }) => {
          if (!(Symbol.asyncIterator in result)) setCacheHints(asked, result);
        },
      };
    },
  };
}

/** Notes that an answer may be kept: a whole one, to an operation that everybody gets the same answer to. */
export function setCacheHints(
  { contextValue, document, operationName, schema }: ExecutionArgs,
  result: ExecutionResult,
) {
  const { cacheHints: making } = contextValue as GatewayContext;
  if (result.errors !== undefined || making.passing === true) return;
  const seconds = maxAgeOf(analyseOperation(document, operationName), document, schema);
  if (seconds !== undefined) making.keepSeconds = seconds;
}
