import type { ExecutionArgs } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { GatewayContext } from "../../context.ts";
import { executeQuery } from "../../graphql/executor/execute.ts";
import type { FindPlan } from "../../graphql/executor/plan-cache.ts";
import { limits } from "../../policies/limits.ts";

/** Executes queries that have a plan with the gateway's executor, and all other operations with Yoga's. */
export function useExecutor(findPlan: FindPlan): Plugin<GatewayContext, GatewayContext> {
  return {
    onExecute: ({ executeFn, setExecuteFn }) => {
      setExecuteFn((args: ExecutionArgs) => {
        const found = findPlan(args);
        return found === undefined ? executeFn(args) : executeQuery(found.plan, found.query, args, limits.response);
      });
    },
  };
}
