import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import type { DocumentNode } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { LRUCache } from "lru-cache";
import { outboundFetch } from "../../kit/outbound-fetch.ts";
import type { GatewayConfig } from "../config.ts";
import type { GatewayContext } from "../context.ts";
import { createDocumentCache, noopCache } from "../graphql/document-cache.ts";
import { createPlanCache } from "../graphql/executor/plan-cache.ts";
import { usePolicies } from "../policies/enforce.ts";
import { useResponseCache } from "../response-cache/plugin.ts";
import { useServerSentEvents } from "../subscriptions/sse.ts";
import { createFastPath } from "./fast-path/fast-path.ts";
import { toYogaError, useErrorMasking } from "./plugins/error-masking.ts";
import { useExecutor } from "./plugins/executor.ts";
import { useIgnoreDefer } from "./plugins/ignore-defer.ts";
import { usePersistedQueries } from "./plugins/persisted-queries.ts";
import { useRequestLimits } from "./plugins/request-limits.ts";
import { limitedFetchApi } from "./response-limit.ts";
import { buildSchema } from "./schema.ts";

export type YogaServer = (request: Request, ctx: GatewayContext) => Promise<Response>;

type YogaConfig = Pick<GatewayConfig, "production" | "graphiqlHost" | "fastPaths">;

/** Creates the GraphQL server. An isolate needs one. */
export function createYogaServer(config: YogaConfig): YogaServer {
  const { production, fastPaths } = config;
  const documents = createDocumentCache();
  const findPlan = fastPaths.executor ? createPlanCache() : undefined;
  const executor = findPlan && useExecutor(findPlan);
  // The path past Yoga executes plans, so it needs the executor.
  const fastPath = findPlan && fastPaths.yoga ? createFastPath({ documents, findPlan, production }) : undefined;
  const yoga = createYogaInstance(config, documents, { fastPath: fastPath?.plugin, executor });
  return async (request, ctx) => {
    const response = fastPath?.run(request, ctx);
    if (response !== undefined) return response;
    // Yoga copies a context's own properties one by one. The prototype's are not copied.
    const yogaResponse = await yoga.handleRequest(request, Object.create(ctx));
    fastPath?.rememberContentType(request, yogaResponse);
    return yogaResponse;
  };
}

type GatewayPlugin = Plugin<GatewayContext, GatewayContext>;

function createYogaInstance(
  { production, graphiqlHost }: YogaConfig,
  documents: LRUCache<string, DocumentNode>,
  { fastPath, executor }: Readonly<Record<"fastPath" | "executor", GatewayPlugin | undefined>>,
) {
  return createYoga<GatewayContext>({
    schema: buildSchema(production),
    graphqlEndpoint: "/graphql",
    graphiql: !production && graphiqlHost !== "",
    renderGraphiQL: async () => (await outboundFetch(`http://${graphiqlHost}/`)).text(),
    landingPage: false,
    logging: false,
    cors: false,
    batching: false,
    multipart: false,
    parserAndValidationCache: { documentCache: documents, errorCache: noopCache },
    // The route limits the body's size before Yoga sees it.
    maxRequestBodySize: false,
    maskedErrors: { maskError: toYogaError },
    fetchAPI: limitedFetchApi,
    plugins: [
      useRequestLimits(production, documents),
      usePolicies(),
      usePersistedQueries(),
      useResponseCache(),
      useDeferStream(),
      fastPath,
      useIgnoreDefer(),
      executor,
      useErrorMasking(production),
      useServerSentEvents(),
    ].filter((plugin) => plugin !== undefined),
  });
}
