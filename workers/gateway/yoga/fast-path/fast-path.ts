import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from "graphql";
import { type FetchAPI, type Plugin, processRegularResult } from "graphql-yoga";
import type { LRUCache } from "lru-cache";
import { createMemoryCache } from "../../../kit/storage/memory-cache.ts";
import type { GatewayContext } from "../../context.ts";
import { executeQuery } from "../../graphql/executor/execute.ts";
import type { FindPlan } from "../../graphql/executor/plan-cache.ts";
import { enforcePolicies } from "../../policies/enforce.ts";
import { limits } from "../../policies/limits.ts";
import { setCacheHints } from "../../response-cache/plugin.ts";
import { formatResult, toErrorFormat, toYogaError } from "../plugins/error-masking.ts";
import { limitedFetchApi } from "../response-limit.ts";
import { isPlainParams } from "./plain-params.ts";

/** Executes repeated queries without Yoga. See README.md. */
export interface FastPath {
  /** Remembers the documents that Yoga has validated and that have a plan. */
  readonly plugin: Plugin<GatewayContext, GatewayContext>;
  /** Remembers the content type that Yoga has negotiated for the request's `Accept` header. */
  rememberContentType(request: Request, response: Response): void;
  /** Returns undefined for requests that Yoga has to process. */
  run(request: Request, ctx: GatewayContext): Promise<Response> | undefined;
}

export interface FastPathOptions {
  /** The documents that Yoga has parsed, by source text. */
  readonly documents: LRUCache<string, DocumentNode>;
  readonly findPlan: FindPlan;
  readonly production: boolean;
}

const contentTypes: ReadonlySet<string> = new Set(["application/json", "application/graphql-response+json"]);
/** Clients send few different `Accept` headers, and short ones. */
const maxAcceptHeaders = 100;
const maxAcceptCharacters = 200;
/** `processRegularResult` uses nothing else of its fetch API. */
const fetchApi = limitedFetchApi as FetchAPI;

export function createFastPath({ documents, findPlan, production }: FastPathOptions): FastPath {
  /** The schema that each document was validated against. */
  const validated = new WeakMap<DocumentNode, GraphQLSchema>();
  const contentTypeByAccept = createMemoryCache<string, string>({ max: maxAcceptHeaders });

  const toExecutionArgs = (params: unknown, contextValue: GatewayContext): ExecutionArgs | undefined => {
    if (!isPlainParams(params)) return undefined;
    const { query, variables: variableValues, operationName } = params;
    const document = documents.get(query);
    const schema = document && validated.get(document);
    return schema && { schema, document, contextValue, variableValues, operationName };
  };

  return {
    plugin: {
      onExecute: ({ args }) => {
        if (findPlan(args) !== undefined) validated.set(args.document, args.schema);
      },
    },
    rememberContentType: ({ headers }, response) => {
      const contentType = response.headers.get("content-type")?.split(";", 1)[0] ?? "";
      const accept = headers.get("accept") ?? "";
      if (!contentTypes.has(contentType) || accept.length > maxAcceptCharacters) return;
      contentTypeByAccept.set(accept, contentType);
    },
    run: ({ headers }, ctx) => {
      const contentType = contentTypeByAccept.get(headers.get("accept") ?? "");
      const args = contentType === undefined ? undefined : toExecutionArgs(parseBody(ctx), ctx);
      const found = args && findPlan(args);
      if (contentType === undefined || args === undefined || found === undefined) return undefined;
      return execute(args, () => executeQuery(found.plan, found.query, args, limits.response)).then((result) =>
        processRegularResult(formatResult(result, toErrorFormat(ctx, production)), fetchApi, contentType),
      );
    },
  };
}

/** Does what the plugins do in Yoga's execution phase: policies, then the query, then cache hints. */
async function execute(args: ExecutionArgs, run: () => ReturnType<typeof executeQuery>): Promise<ExecutionResult> {
  try {
    const { quotaConsumed, waitsForQuota } = enforcePolicies(args);
    if (waitsForQuota) await quotaConsumed;
    else quotaConsumed.catch(() => undefined);
    const result = await run();
    // Rejects in place of the result when the quota is exceeded.
    await quotaConsumed;
    setCacheHints(args, result);
    return result;
  } catch (error) {
    return { errors: [toYogaError(error)] };
  }
}

/** Returns undefined for invalid JSON, which Yoga reports. */
function parseBody({ body }: GatewayContext): unknown {
  try {
    return body?.();
  } catch {
    return undefined;
  }
}
