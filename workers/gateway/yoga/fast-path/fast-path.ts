import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from "graphql";
import { type FetchAPI, type GraphQLParams, type Plugin, processRegularResult } from "graphql-yoga";
import type { LRUCache } from "lru-cache";
import type { GatewayContext } from "../../context.ts";
import { executeQuery, type PlanLookup } from "../../graphql/executor/execute.ts";
import { enforcePolicies } from "../../policies/enforce.ts";
import { setCacheHints } from "../../response-cache/plugin.ts";
import { formatErrors, maskError } from "../plugins/error-masking.ts";

/**
 * Queries that the endpoint has run before, asked for in a way that it has answered before. They are run again without
 * it: what it would find out about them has been found out.
 */
export interface FastPath {
  /** Learns which documents are valid, and are queries that have a plan. */
  readonly plugin: Plugin<GatewayContext, GatewayContext>;
  /** Learns in which form whoever accepts what this request does is answered. */
  rememberContentType(request: Request, response: Response): void;
  /** Undefined for what the endpoint has to look at. */
  run(request: Request, ctx: GatewayContext): Promise<Response> | undefined;
}

export interface FastPathOptions {
  /** What the endpoint has parsed, by its text. */
  readonly documents: LRUCache<string, DocumentNode>;
  readonly find: PlanLookup;
  readonly production: boolean;
}

const forms: ReadonlySet<string> = new Set(["application/json", "application/graphql-response+json"]);
/** Clients say what they accept in few ways, and short ones. */
const mostForms = 100;
const mostLetters = 200;
/** All that Yoga's way to write an answer takes of what it is given. */
const platform = { Response } as FetchAPI;

export function createFastPath({ documents, find, production }: FastPathOptions): FastPath {
  /** The schema that each was found valid by. */
  const valid = new WeakMap<DocumentNode, GraphQLSchema>();
  const formOf = new Map<string, string>();

  const argsOf = (params: unknown, contextValue: GatewayContext): ExecutionArgs | undefined => {
    if (!isPlain(params)) return undefined;
    const { query, variables: variableValues, operationName } = params;
    const document = documents.get(query);
    const schema = document && valid.get(document);
    return schema && { schema, document, contextValue, variableValues, operationName };
  };

  return {
    plugin: {
      onExecute: ({ args }) => {
        if (find(args) !== undefined) valid.set(args.document, args.schema);
      },
    },
    rememberContentType: ({ headers }, response) => {
      const form = response.headers.get("content-type")?.split(";", 1)[0] ?? "";
      const accept = headers.get("accept") ?? "";
      if (!forms.has(form) || accept.length > mostLetters) return;
      if (formOf.size >= mostForms) formOf.clear();
      formOf.set(accept, form);
    },
    run: ({ headers }, ctx) => {
      const form = formOf.get(headers.get("accept") ?? "");
      const args = form === undefined ? undefined : argsOf(bodyOf(ctx), ctx);
      const found = args && find(args);
      if (form === undefined || args === undefined || found === undefined) return undefined;
      return answer(args, () => executeQuery(found.plan, found.asked, args)).then((result) =>
        processRegularResult(formatErrors(result, ctx.trace.traceId, production), platform, form),
      );
    },
  };
}

async function answer(args: ExecutionArgs, run: () => ReturnType<typeof executeQuery>): Promise<ExecutionResult> {
  try {
    const { taken } = enforcePolicies(args);
    taken.catch(() => undefined);
    const result = await run();
    // Whoever is refused is told so in place of the answer.
    await taken;
    setCacheHints(args, result);
    return result;
  } catch (error) {
    return { errors: [maskError(error)] };
  }
}

/** Nothing where it is no JSON, which is told by the endpoint. */
function bodyOf({ body }: GatewayContext): unknown {
  try {
    return body?.();
  } catch {
    return undefined;
  }
}

type PlainParams = Pick<GraphQLParams, "variables" | "operationName"> & { readonly query: string };

/** Whether a request has a query, what belongs to it, and nothing else. */
function isPlain(params: unknown): params is PlainParams {
  if (typeof params !== "object" || params === null) return false;
  for (const name in params) if (name !== "query" && name !== "variables" && name !== "operationName") return false;
  const { query, variables, operationName } = params as Record<string, unknown>;
  return (
    typeof query === "string" &&
    (variables == null || (typeof variables === "object" && !Array.isArray(variables))) &&
    (operationName == null || typeof operationName === "string")
  );
}
