/** A command that writes generated code. It runs in `folder`, relative to the root of the checkout. */
export interface Generator {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
}

/** The configuration for the types of the gateway's resolvers. */
export const codegenConfig = "codegen.ts";

/** The types of workerd for the compatibility date that all Workers share. */
export const runtimeTypes = "workers/runtime.d.ts";

export const runtimeTypesFlags = ["--include-env=false"] as const;

export const bindingTypesFlags = ["--config=wrangler.toml", "--include-runtime=false", "--strict-vars=false"] as const;

/** The `Env` type of each Worker. `wrangler types` generates it from the wrangler.toml in `folder`. */
export const bindingTypes = [
  { folder: ".", file: "workers/gateway/env.d.ts" },
  { folder: "workers/account", file: "env.d.ts" },
  { folder: "workers/catalog", file: "env.d.ts" },
  { folder: "workers/order", file: "env.d.ts" },
  { folder: "workers/storefront", file: "env.d.ts" },
  { folder: "workers/console", file: "env.d.ts" },
] as const;

export const generators: readonly Generator[] = [
  { name: "contracts", command: "buf", args: ["generate"], folder: "proto" },
  { name: "resolvers", command: "graphql-codegen", args: ["--config", codegenConfig], folder: "." },
  { name: "order states", command: "node", args: ["test/simulation/write-order-states.ts"], folder: "." },
  { name: "mutants", command: "node", args: ["test/mutation/write-page.ts"], folder: "." },
  { name: "limits", command: "node", args: ["dev/build/write-limits-page.ts"], folder: "." },
  { name: "capacity", command: "node", args: ["test/capacity/run.ts", "--write"], folder: "." },
  { name: "validation", command: "node", args: ["test/validation/write-page.ts"], folder: "." },
  { name: "alerts and dashboard", command: "node", args: ["dev/observability/write-ops-files.ts"], folder: "." },
  { name: "runtime", command: "wrangler", args: ["types", ...runtimeTypesFlags, runtimeTypes], folder: "." },
  ...bindingTypes.map(({ folder, file }) => ({
    name: `bindings of ${folder === "." ? "workers/gateway" : folder}`,
    command: "wrangler",
    args: ["types", ...bindingTypesFlags, file],
    folder,
  })),
];
