import type { Plugin } from "graphql-yoga";
import type { GatewayContext } from "../context.ts";
import { assess } from "../policies/assess.ts";
import { keepSecondsOf } from "./public.ts";

/** Tells of each answer whether it may be kept: a whole one, to an operation that everybody gets the same answer to. */
export function tellKeeping(): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: ({ args }) => {
      const { making } = args.contextValue as GatewayContext;
      const seconds = keepSecondsOf(assess(args.document, args.operationName), args.document, args.schema);
      if (seconds === undefined) return undefined;
      return {
        onExecuteDone: ({ result }) => {
          const whole = !(Symbol.asyncIterator in result) && result.errors === undefined;
          if (whole && making.passing !== true) making.keepSeconds = seconds;
        },
      };
    },
  };
}
