/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const rooms = [
  {
    name: "domain-is-pure",
    comment:
      "A domain decides with plain values: it imports itself and kit's result and money, no library, no contract.",
    severity: "error",
    from: { path: "^workers/([^/]+)/domain/", pathNot: tests() },
    to: { pathNot: ["^workers/$1/domain/", "^workers/kit/(result|money)\\.ts$"] },
  },
  {
    name: "tables-are-only-tables",
    comment: "Drizzle Kit reads tables.ts outside a Worker: it describes tables with Drizzle and imports nothing else.",
    severity: "error",
    from: { path: "^workers/[^/]+/tables\\.ts$" },
    to: { pathNot: "(^|/)node_modules/drizzle-orm/" },
  },
  {
    name: "store-knows-tables-and-domain",
    comment: "The SQL of a service sees its own tables, context and domain, kit and Drizzle: no contract, no platform.",
    severity: "error",
    from: { path: "^workers/([^/]+)/store(/|\\.ts$)", pathNot: tests() },
    to: {
      pathNot: [
        "^workers/$1/(store/|store\\.ts$|tables\\.ts$|context\\.ts$|domain/)",
        "^workers/kit/",
        "(^|/)node_modules/drizzle-orm/",
      ],
    },
  },
  {
    name: "sql-stays-in-the-store",
    comment: "Only the store, the search adapter, and the places that open the database name Drizzle or a table.",
    severity: "error",
    from: {
      path: "^workers/([^/]+)/",
      pathNot: [
        "/(store|search)(/|\\.ts$)",
        "/(tables|context|index|order-object)\\.ts$",
        "^workers/kit/postgres\\.ts$",
        tests(),
      ],
    },
    to: { path: ["^workers/[^/]+/tables\\.ts$", "(^|/)node_modules/(drizzle-orm|@neondatabase)/"] },
  },
  {
    name: "rpc-is-a-door",
    comment:
      "An RPC, or an effect, is called by the Worker's entry or object: it reaches neither, nor the platform itself.",
    severity: "error",
    from: { path: "^workers/([^/]+)/(rpc|effects)/", pathNot: tests() },
    to: { path: ["^workers/$1/(index|order-object)\\.ts$", "^cloudflare:"] },
  },
  {
    name: "effects-call-no-rpc",
    comment: "Effects come from events; an RPC comes from outside. Neither calls the other.",
    severity: "error",
    from: { path: "^workers/([^/]+)/effects/" },
    to: { path: "^workers/$1/rpc/" },
  },
  {
    name: "rpc-calls-no-effect",
    comment: "What an RPC brings about, it brings about by a command to the order: effects follow from its events.",
    severity: "error",
    from: { path: "^workers/([^/]+)/rpc/" },
    to: { path: "^workers/$1/effects/" },
  },
  {
    name: "order-object-is-inside",
    comment: "The Durable Object knows its domain, store, effects and kit: requests and contracts stay outside of it.",
    severity: "error",
    from: { path: "^workers/order/order-object\\.ts$" },
    to: { path: ["^workers/order/(rpc/|index\\.ts$)", "^proto/gen/"] },
  },
  {
    name: "gateway-owns-no-data",
    comment: "The gateway sees contracts, the public schema and kit: never a table or a database.",
    severity: "error",
    from: { path: "^workers/gateway/", pathNot: tests() },
    to: {
      path: [
        "/tables\\.ts$",
        "/store(/|\\.ts$)",
        "^workers/kit/postgres\\.ts$",
        "(^|/)node_modules/(drizzle-orm|@neondatabase)/",
      ],
    },
  },
  {
    name: "no-sibling",
    comment: "A Worker imports no other Worker: they meet in proto/gen.",
    severity: "error",
    from: { path: "^workers/([^/]+)/" },
    to: { path: "^workers/[^/]+/", pathNot: ["^workers/$1/", "^workers/kit/"] },
  },
  {
    name: "kit-knows-no-service",
    comment: "kit imports libraries and the common contract: no service's contract, no schema.",
    severity: "error",
    from: { path: "^workers/kit/" },
    to: { path: ["^proto/gen/(?!common/)", "^schema/"] },
  },
  {
    name: "workers-ship-no-dev",
    comment: "A Worker ships one code path: nothing of the local cloud or of the tests is in it.",
    severity: "error",
    from: { path: "^workers/", pathNot: tests() },
    to: { path: "^(dev|test)/" },
  },
  {
    name: "dev-and-test-use-public-doors",
    comment:
      "The local cloud and the tests of the whole come in over the wire; only simulations drive a domain directly.",
    severity: "error",
    from: { path: "^(dev|test)/", pathNot: "^test/simulation/" },
    to: { path: "^workers/(?!kit/)" },
  },
];

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const hygiene = [
  {
    name: "no-circle",
    comment: "Two files that need each other are one file, or three.",
    severity: "error",
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "no-catch-all-room",
    comment: "A file is named after what it does: utils, helpers, services and types say nothing.",
    severity: "error",
    from: {},
    to: { path: "^(?!node_modules/).*/(utils?|helpers?|services|types)(/|\\.ts$)" },
  },
  {
    name: "no-import-of-a-test",
    comment: "What two tests share has a file of its own.",
    severity: "error",
    from: {},
    to: { path: tests() },
  },
  {
    name: "workers-need-no-dev-dependency",
    comment: "What a Worker bundles stands under dependencies.",
    severity: "error",
    from: { path: "^workers/", pathNot: [tests(), "drizzle\\.config\\.ts$"] },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  },
  {
    name: "everything-resolves",
    comment: "An import that leads nowhere, or to a package that package.json does not name.",
    severity: "error",
    from: {},
    to: { dependencyTypes: ["unknown", "undetermined", "npm-no-pkg", "npm-unknown"], pathNot: "^cloudflare:" },
  },
];

function tests() {
  return "\\.test\\.ts$";
}

/** @satisfies {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [...rooms, ...hygiene],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "(^|/)node_modules/" },
    exclude: { path: ["^dist/", "\\.d\\.ts$"] },
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["workerd", "import", "default"],
    },
  },
};
