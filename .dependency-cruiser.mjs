/**
 * The folders of each Worker and of kit, from the entry down. A folder may import the folders after it, and its own
 * files. Files at the top of a Worker (index, context, config, tables …) stand outside this order.
 */
const layers = {
  "workers/gateway": [
    "routes",
    "middleware",
    "yoga",
    "resolvers",
    "data",
    "subscriptions",
    "response-cache",
    "policies",
    "auth",
    "graphql",
    "http",
  ],
  "workers/order": [
    "rpc",
    "jobs",
    "saga",
    "subscriptions",
    "effects",
    "store",
    "rates",
    "quotes",
    "carriers",
    "taxes",
    "payments",
    "domain",
  ],
  "workers/catalog": [
    "rpc",
    "queue",
    "jobs",
    "imports",
    "subscriptions",
    "search",
    "cache",
    "outbox",
    "store",
    "domain",
  ],
  "workers/account": ["rpc", "queue", "jobs", "mail", "auth", "audit", "store", "domain"],
  "workers/kit": [
    "islands",
    "pages",
    "connect",
    "auth",
    "tax-ids",
    "storage",
    "validation",
    "observability",
    "errors",
    "domain",
  ],
  "workers/storefront": ["pages", "parts", "server", "messages"],
  "workers/console": ["pages", "parts", "server", "domain"],
  dev: ["check", "cli", "deploy", "local", "emulators", "process", "build"],
};

const tests = "\\.test\\.ts$";
const replay = "^workers/console/islands/replay(\\.test)?\\.ts$";
const tables = "^workers/[^/]+/tables(/|\\.ts$)";
const drizzle = "(^|/)node_modules/(drizzle-orm|@neondatabase)/";

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const layerRules = Object.entries(layers).flatMap(([root, folders]) =>
  folders.slice(1).map((folder, index) => ({
    name: `${root.replace("workers/", "")}-${folder}-imports-downward`,
    comment: `${root}/${folder} does not import the folders above it: ${folders.slice(0, index + 1).join(", ")}.`,
    severity: "error",
    from: { path: `^${root}/${folder}/`, pathNot: tests },
    to: { path: `^${root}/(${folders.slice(0, index + 1).join("|")})/` },
  })),
);

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const boundaries = [
  {
    name: "domain-is-pure",
    comment: "A domain imports itself and kit/domain. It imports no library, no contract and no platform API.",
    severity: "error",
    from: { path: "^workers/([^/]+)/domain/", pathNot: tests },
    to: { pathNot: ["^workers/$1/domain/", "^workers/kit/domain/"] },
  },
  {
    name: "tables-import-drizzle-only",
    comment: "Drizzle Kit reads the tables outside a Worker, so they import nothing but Drizzle and each other.",
    severity: "error",
    from: { path: tables },
    to: { pathNot: [tables, "(^|/)node_modules/drizzle-orm/"] },
  },
  {
    name: "sql-stays-in-store",
    comment: "Only store and search, and the files that open a database, import Drizzle or the tables.",
    severity: "error",
    from: {
      path: "^workers/([^/]+)/",
      pathNot: ["/(store|search)/", tables, "/(context|index|order-object)\\.ts$", "^workers/kit/storage/", tests],
    },
    to: { path: [tables, drizzle] },
  },
  {
    name: "store-imports-no-contract",
    comment: "SQL knows the tables and the domain. Protobuf messages and the platform stay outside of it.",
    severity: "error",
    from: { path: "^workers/[^/]+/store/", pathNot: tests },
    to: { path: ["^proto/gen/", "^cloudflare:"] },
  },
  {
    name: "entry-is-not-imported",
    comment: "The entry and the Durable Object call the folders. Only context.ts may name the object's type.",
    severity: "error",
    from: { path: "^workers/([^/]+)/[^/]+/", pathNot: tests },
    to: { path: ["^workers/$1/(index|order-object)\\.ts$", "^cloudflare:"] },
  },
  {
    name: "rpc-and-effects-are-separate",
    comment: "An RPC sends a command to the order. Effects follow from the order's events. Neither calls the other.",
    severity: "error",
    from: { path: "^workers/([^/]+)/rpc/" },
    to: { path: "^workers/$1/effects/" },
  },
  {
    name: "order-object-imports-no-contract",
    comment: "Requests and protobuf messages stay outside the Durable Object.",
    severity: "error",
    from: { path: "^workers/order/order-object\\.ts$" },
    to: { path: ["^workers/order/(rpc/|index\\.ts$)", "^proto/gen/"] },
  },
  {
    name: "gateway-has-no-database",
    comment: "The gateway imports contracts, the public schema and kit. It has no table and no database.",
    severity: "error",
    from: { path: "^workers/gateway/", pathNot: tests },
    to: { path: ["^workers/kit/storage/postgres\\.ts$", drizzle] },
  },
  {
    name: "workers-import-no-other-worker",
    comment:
      "Workers communicate through the contracts in proto/gen. The replay of an order in the console is the exception.",
    severity: "error",
    from: { path: "^workers/([^/]+)/", pathNot: replay },
    to: { path: "^workers/[^/]+/", pathNot: ["^workers/$1/", "^workers/kit/"] },
  },
  {
    name: "kit-imports-no-service",
    comment: "kit imports libraries and the common contract. It imports no service's contract and no schema.",
    severity: "error",
    from: { path: "^workers/kit/" },
    to: { path: ["^proto/gen/(?!common/)", "^schema/"] },
  },
  {
    name: "islands-are-browser-code",
    comment: "Only the loader starts islands. Pages and parts name them; the server never runs their code.",
    severity: "error",
    from: { path: "^workers/[^/]+/(?!islands/)" },
    to: { path: "^workers/[^/]+/islands/" },
  },
  {
    name: "islands-import-no-server-code",
    comment: "An island imports other browser code, parts that it hydrates, and pure code.",
    severity: "error",
    from: { path: "^workers/([^/]+)/islands/", pathNot: replay },
    to: { path: "^workers/", pathNot: ["^workers/$1/(islands|parts|domain)/", "^workers/kit/islands/"] },
  },
  {
    name: "replay-imports-the-domain-of-orders",
    comment: "The console folds the log of an order with the order's own code: decision 0070. It imports nothing else.",
    severity: "error",
    from: { path: replay },
    to: { path: "^workers/", pathNot: ["^workers/(order|console)/domain/", replay] },
  },
  {
    name: "workers-import-no-dev-or-test",
    comment: "Local development and production run the same Worker code.",
    severity: "error",
    from: { path: "^workers/", pathNot: tests },
    to: { path: "^(dev|test)/" },
  },
  {
    name: "dev-and-test-use-the-wire",
    comment:
      "dev and test call Workers over HTTP and Connect. They may read the limits and the rules of reconciliation. Only the simulation and the pricing tests import a domain.",
    severity: "error",
    from: { path: "^(dev|test)/", pathNot: "^test/(simulation|pricing)/" },
    to: {
      path: "^workers/(?!kit/)",
      pathNot: "^workers/((\\w+/domain|gateway/policies)/limits\\.ts$|order/domain/reconciliation/)",
    },
  },
];

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const hygiene = [
  {
    name: "no-cycle",
    comment: "No import cycle, not even of types.",
    severity: "error",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-catch-all-names",
    comment: "A file is named after what it does. utils, helpers, services and types do not say what.",
    severity: "error",
    from: {},
    to: { path: "^(?!node_modules/).*/(utils?|helpers?|services|types)(/|\\.ts$)" },
  },
  {
    name: "no-import-of-a-test",
    comment: "Code that two tests share has a file of its own.",
    severity: "error",
    from: {},
    to: { path: tests },
  },
  {
    name: "workers-use-dependencies",
    comment: "Packages that a Worker bundles are listed under dependencies.",
    severity: "error",
    from: { path: "^workers/", pathNot: [tests, "drizzle\\.config\\.ts$"] },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  },
  {
    name: "imports-resolve",
    comment: "Every import resolves to a file, or to a package that package.json names.",
    severity: "error",
    // Run outside of the repository, with packages of their own.
    from: { pathNot: "^test/bench/(vendure|medusa)/" },
    to: {
      dependencyTypes: ["unknown", "undetermined", "npm-no-pkg", "npm-unknown"],
      pathNot: "^(cloudflare:|assets-manifest$|@graphql-typed-document-node/core$)",
    },
  },
];

/** @satisfies {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [...layerRules, ...boundaries, ...hygiene],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "(^|/)node_modules/" },
    exclude: { path: ["^dist/", "^workers/[^/]+/dist/", "\\.d\\.ts$"] },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["workerd", "import", "default"],
    },
  },
};
