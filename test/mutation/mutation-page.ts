import type { Mutant } from "./mutant.ts";
import { mutantTopics } from "./mutants.ts";

/** Returns docs/mutation-testing.md: every mutant with the test that kills it. */
export function renderMutationPage(): string {
  return `# Mutation testing

<!-- Written by \`npm run gen\` from test/mutation/mutants. -->

\`npm run test:mutation\` applies each of these mutants to a copy of the code, one at a time, and runs the test that must
fail. The run fails when a mutant survives, or when it cannot be applied because the code has changed. A test that only exceeds a time
limit, or does not run, runs again, alone and with a longer limit. If it times out again, the mutant is reported as \`TIMEOUT\` and counts as killed only
when it is declared as one that makes the code hang (\`hangs\`).

${mutantTopics.map(([topic, mutants]) => `## ${topic}\n\n${renderTable(mutants)}\n`).join("\n")}`;
}

function renderTable(mutants: readonly Mutant[]): string {
  const rows = mutants.map(
    ({ name, file, killedBy: [path, title] }) => `| ${name} | \`${file}\` | ${title} … | \`${path}\` |`,
  );
  return ["| Mutant | File | Killed by | In |", "|---|---|---|---|", ...rows].join("\n");
}
