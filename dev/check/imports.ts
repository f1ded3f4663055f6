// Without its parser, dependency-cruiser ignores TypeScript files. This import fails instead.
import "@swc/core";
import { cruise, type ICruiseResult, type IViolation } from "dependency-cruiser";
import cruiser from "../../.dependency-cruiser.mjs";
import { type Finding, failed, passed } from "./finding.ts";
import { findUnshared } from "./kit-importers.ts";

const folders = ["workers", "dev", "test", "proto/gen", "schema"];

/** Checks the rules of .dependency-cruiser.mjs, and that two Workers or more use each file of kit. */
export async function checkImports(): Promise<Finding> {
  const { forbidden, options } = cruiser;
  const { output } = await cruise(
    folders,
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
      `kit-is-shared: ${file} is used by ${workers.length === 0 ? "no Worker" : `${workers[0]} only`}`,
  );
  const found = [...violations, ...unshared];
  return found.length === 0 ? passed(`${output.modules.length} modules`) : failed(found);
}

function describe(result: ICruiseResult, { rule, from, to, cycle }: IViolation): string {
  const target = cycle === undefined ? to : cycle.map(({ name }) => name).join(" → ");
  const comment = result.summary.ruleSetUsed?.forbidden?.find(({ name }) => name === rule.name)?.comment ?? "";
  return `${rule.name}: ${from} → ${target}\n            (${comment})`;
}
