import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { NoSchemaIntrospectionCustomRule, parse, type Source, type ValidationRule, validate } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { GatewayConfig } from "../config.ts";
import type { GatewayContext } from "../context.ts";
import { createDocumentCache, noopCache } from "../graphql/document-cache.ts";
import { createPlanCache, executeByPlan } from "../graphql/executor/execute.ts";
import { parseParams } from "../graphql/params.ts";
import { limitAliases, limitDepth, limitDirectives } from "../graphql/validation/limits.ts";
import { usePolicies } from "../policies/enforce.ts";
import { limits } from "../policies/limits.ts";
import { useResponseCache } from "../response-cache/plugin.ts";
import { overServerSentEvents } from "../subscriptions/sse.ts";
import { createFastPath, type FastPath, type FastPathOptions } from "./fast-path/fast-path.ts";
import { maskError, useErrorFormatting } from "./plugins/error-masking.ts";
import { ignoreDefer } from "./plugins/ignore-defer.ts";
import { persistedOperations } from "./plugins/persisted-queries.ts";
import { buildSchema } from "./schema.ts";

const rules: readonly ValidationRule[] = [
  limitDepth(limits.depth),
  limitAliases(limits.aliases),
  limitDirectives(limits.directives),
];

/** Takes the body as it was read, and refuses documents that are too large or too deep before they are run. */
function bounded(production: boolean): Plugin<GatewayContext, GatewayContext> {
  const validation = { maxErrors: limits.errors, hideSuggestions: production };
  const all = production ? [...rules, NoSchemaIntrospectionCustomRule] : rules;
  return {
    onRequestParse: ({ serverContext: { body }, requestParser, setRequestParser }) => {
      const parser = body ?? requestParser;
      if (parser !== undefined) setRequestParser((request) => parseParams(() => parser(request)));
    },
    onParse: ({ setParseFn }) => setParseFn(parseBounded),
    onValidate: ({ addValidationRule, setValidationFn }) => {
      for (const rule of all) addValidationRule(rule);
      setValidationFn((schema, document, rules) => validate(schema, document, rules, validation));
    },
  };
}

const parseBounded = (source: string | Source) => parse(source, { maxTokens: limits.tokens });

export type YogaServer = (request: Request, ctx: GatewayContext) => Promise<Response>;

/** The GraphQL endpoint: the same for every request of an isolate. */
export function createYogaServer(config: EndpointConfig): YogaServer {
  const documents = createDocumentCache();
  const find = createPlanCache();
  const known = createFastPath({ documents, find, production: config.production });
  const yoga = openYoga(config, { documents, find, known });
  return async (request, ctx) => {
    const again = known.run(request, ctx);
    if (again !== undefined) return again;
    // What is a context's own would be copied, property by property.
    const response = await yoga.handleRequest(request, Object.create(ctx));
    known.rememberContentType(request, response);
    return response;
  };
}

type EndpointConfig = Pick<GatewayConfig, "production" | "graphiqlHost">;

interface SharedState extends Pick<FastPathOptions, "documents" | "find"> {
  readonly known: FastPath;
}

function openYoga({ production, graphiqlHost }: EndpointConfig, { documents, find, known }: SharedState) {
  return createYoga<GatewayContext>({
    schema: buildSchema(production),
    graphqlEndpoint: "/graphql",
    graphiql: !production && graphiqlHost !== "",
    renderGraphiQL: async () => (await fetch(`http://${graphiqlHost}/`)).text(),
    landingPage: false,
    logging: false,
    cors: false,
    batching: false,
    multipart: false,
    parserAndValidationCache: { documentCache: documents, errorCache: noopCache },
    // Bodies are bounded before they get here.
    maxRequestBodySize: false,
    maskedErrors: { maskError },
    plugins: [
      bounded(production),
      usePolicies(),
      persistedOperations(),
      useResponseCache(),
      useDeferStream(),
      known.plugin,
      ignoreDefer(),
      executeByPlan(find),
      useErrorFormatting(production),
      overServerSentEvents(),
    ],
  });
}
