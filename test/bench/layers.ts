/** A part of a Worker's work, as the report of `npm run profile` names it. */
export type Layer = string;

/** The layer of each source file: the first pattern that matches its path. */
const layers: readonly (readonly [pattern: RegExp, layer: Layer])[] = [
  [/^node_modules\/graphql\/language\//, "GraphQL: parse"],
  [/^node_modules\/graphql\/validation\/|^workers\/gateway\/graphql\/validation\//, "GraphQL: validate"],
  [/^workers\/gateway\/policies\//, "GraphQL: cost, quota, permissions"],
  [
    /^workers\/gateway\/(graphql|resolvers|data|yoga\/fast-path)\/|^node_modules\/(graphql|dataloader)\//,
    "GraphQL: execute",
  ],
  [
    /^workers\/gateway\/yoga\/|^node_modules\/(graphql-yoga|@envelop|@graphql-yoga|@graphql-tools|@whatwg-node)\//,
    "GraphQL Yoga",
  ],
  [/^workers\/gateway\/response-cache\//, "response cache"],
  [/^workers\/kit\/auth\/|^workers\/gateway\/auth\/|^node_modules\/jose\//, "tokens and identity"],
  [/^node_modules\/hono\/|^workers\/gateway\//, "request: routes, context"],
  [/^workers\/kit\/connect\/|^proto\/gen\/|^node_modules\/(@bufbuild|@connectrpc)\//, "Connect: encode, decode"],
  [/^workers\/kit\/observability\//, "logs and traces"],
  [/^node_modules\/drizzle-orm\//, "SQL: Drizzle builds statements"],
  [/^node_modules\/@neondatabase\/|^workers\/kit\/storage\/postgres/, "SQL: Neon driver"],
  [/^workers\/\w+\/(store|search)\/|^workers\/\w+\/tables/, "SQL: store code"],
  [/^node_modules\/@upstash\/|^workers\/kit\/storage\/redis/, "Redis client"],
  [/^node_modules\/stripe\/|^workers\/order\/payments\//, "Stripe SDK"],
  [/^workers\/order\/saga\/event-store/, "Durable Object storage"],
  [/^workers\/order\/(saga|effects|order-object)/, "order: saga"],
  [/^workers\/\w+\/domain\/|^workers\/kit\/domain\//, "domain rules"],
  [/argon2/, "password hash"],
  [/^workers\/\w+\//, "RPC handlers"],
];

/**
 * Returns the layer of a function. `caller` is the layer of the code that called it: native functions belong to it. Undefined
 * for the time in which the Worker does nothing.
 */
export function layerOf(functionName: string, source: string, caller: Layer | undefined): Layer | undefined {
  if (functionName === "(root)" || functionName === "(idle)") return undefined;
  if (functionName === "(garbage collector)") return "garbage collection";
  if (functionName === "(program)") return "runtime (native code)";
  const layer = layers.find(([pattern]) => pattern.test(source))?.[1];
  return layer ?? caller ?? "runtime (native code)";
}
