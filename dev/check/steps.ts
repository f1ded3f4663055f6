import { join } from "node:path";
import { root } from "../build/root.ts";
import { checkContractChanges } from "./contracts.ts";
import {
  checkGeneratedBindings,
  checkGeneratedContracts,
  checkGeneratedResolvers,
  checkLimitsPage,
} from "./generated.ts";
import { checkImports } from "./imports.ts";
import { checkLicences } from "./licences.ts";
import { checkMarkdownLinks } from "./markdown-links.ts";
import { checkMigrations } from "./migrations.ts";
import { checkPermissions } from "./permissions.ts";
import { checkSchemaChanges } from "./schema.ts";
import { checkSecretsInHistory } from "./secrets-in-history.ts";
import { type Step, toolStep } from "./step.ts";
import { checkTestLinks } from "./test-links.ts";
import { checkVocabulary } from "./vocabulary.ts";

/** The steps of `npm run check`. They run concurrently: none of them needs the network or changes the checkout. */
export const steps: readonly Step[] = [
  toolStep("types", "tsc", ["-b"]),
  // The slowest step starts early.
  { name: "generated bindings", run: checkGeneratedBindings },
  toolStep("style", "biome", ["ci", "--error-on-warnings", "--colors=off", "."]),
  { name: "imports", run: checkImports },
  { name: "vocabulary", run: checkVocabulary },
  { name: "tests in documents", run: checkTestLinks },
  { name: "links in documents", run: checkMarkdownLinks },
  toolStep("dead code", "knip", ["--no-progress", "--treat-config-hints-as-errors"]),
  toolStep("contract style", "buf", ["lint"], join(root, "proto")),
  { name: "contract permissions", run: checkPermissions },
  { name: "contract changes", run: checkContractChanges },
  { name: "schema changes", run: checkSchemaChanges },
  { name: "generated contracts", run: checkGeneratedContracts },
  { name: "generated resolvers", run: checkGeneratedResolvers },
  { name: "limits page", run: checkLimitsPage },
  toolStep("inventories", "vitest", ["run", "--config", "test/inventories.config.ts", "--reporter=dot"]),
  { name: "migrations", run: checkMigrations },
  { name: "licences", run: checkLicences },
  { name: "secrets in history", run: checkSecretsInHistory },
];
