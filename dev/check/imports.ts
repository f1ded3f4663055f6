// Where its parser is missing, dependency-cruiser passes over TypeScript in silence: then this import fails instead.
import "@swc/core";
import { cruise, type ICruiseResult, type IViolation } from "dependency-cruiser";
import cruiser from "../../.dependency-cruiser.mjs";
import { type Finding, failed, passed } from "./finding.ts";
import { findUnshared } from "./kit-importers.ts";

const rooms = ["workers", "dev", "test", "proto/gen", "schema"];

/** The rules of .dependency-cruiser.mjs, and that what stands in kit is shared. */
export async function checkImports(): Promise<Finding> {
  const { forbidden, options } = cruiser;
  const { output } = await cruise(
    rooms,
    { ...options, validate: true, ruleSet: { forbidden } },
    options.enhancedResolveOptions,
  );
  if (typeof output === "string") throw new Error(output);
  const violations = output.summary.violations.map((violation) => describe(output, violation));
  const modules = new Map(
    output.modules.map(({ source, dependencies }) => [source, dependencies.map((to) => to.resolved)]),
  );
  const unshared = findUnshared(modules).map(
    ({ file, workers }) =>
      `kit-is-shared: ${file} serves ${workers.length === 0 ? "no Worker" : `${workers[0]} alone`}`,
  );
  const found = [...violations, ...unshared];
  return found.length === 0 ? passed(`${output.modules.length} modules`) : failed(found);
}

function describe(result: ICruiseResult, { rule, from, to, cycle }: IViolation): string {
  const way = cycle === undefined ? to : cycle.map(({ name }) => name).join(" → ");
  const comment = result.summary.ruleSetUsed?.forbidden?.find(({ name }) => name === rule.name)?.comment ?? "";
  return `${rule.name}: ${from} → ${way}\n            (${comment})`;
}
