import { GraphQLError, type ValidationRule } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import { Failure } from "../kit/failure.ts";
import { describeError, log } from "../kit/log.ts";
import type { GatewayContext } from "./context.ts";
import { limitAliases, limitDepth } from "./document-limits.ts";
import { toGraphQLError } from "./errors.ts";
import { buildSchema } from "./schema.ts";

const mostTokens = 2_000;

const rules: readonly ValidationRule[] = [limitDepth(12), limitAliases(30)];

/** Refuses documents that are too large or too deep before they are run, and gives every error a code. */
function bounded(): Plugin<GatewayContext> {
  return {
    onParse: ({ params }) => {
      params.options = { ...params.options, maxTokens: mostTokens };
    },
    onValidate: ({ addValidationRule }) => {
      for (const rule of rules) addValidationRule(rule);
    },
    onResultProcess: ({ result, setResult }) => {
      if (Array.isArray(result) || !("errors" in result) || result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map(withCode) });
    },
  };
}

/** What the parser and the validator say, each under a code of its own, is all about the caller's input. */
const aboutInput: ReadonlySet<unknown> = new Set([
  undefined,
  "BAD_REQUEST",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
]);

function withCode(error: GraphQLError): GraphQLError {
  if (!aboutInput.has(error.extensions.code)) return error;
  const { nodes, source, positions, path, message } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { ...error.extensions, code: "BAD_USER_INPUT" },
  });
}

/** What callers may know of an error: its own text when it is about them, else that something went wrong. */
function maskError(error: unknown): Error {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (original instanceof GraphQLError) return original;
  const known = original instanceof Failure ? toGraphQLError(original) : undefined;
  const location = error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {};
  if (known !== undefined) return new GraphQLError(known.message, { ...location, extensions: known.extensions });
  log("error", "unexpected", { service: "gateway", error: describeError(original) });
  return new GraphQLError("something went wrong on our side", { ...location, extensions: { code: "INTERNAL" } });
}

const example = `# Sign in with the mutation "login" and put the accessToken below into the headers:
# {"Authorization": "Bearer …"}
query Products {
  products(first: 5) {
    edges { node { slug name inStock priceRange { min { formatted } } } }
  }
}
`;

/** The GraphQL endpoint: the same for every request of an isolate. */
export function createEndpoint({ production }: { production: boolean }) {
  return createYoga<GatewayContext>({
    schema: buildSchema(),
    graphqlEndpoint: "/graphql",
    graphiql: production ? false : { title: "Stoa", defaultQuery: example },
    landingPage: false,
    logging: false,
    cors: false,
    batching: false,
    multipart: false,
    maskedErrors: { maskError },
    plugins: [bounded()],
  });
}
