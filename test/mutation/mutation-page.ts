import { mutants } from "./mutants.ts";

/** docs/mutation-testing.md: which test notices which bug. */
export function renderMutationPage(): string {
  const rows = mutants.map(
    ({ name, file, killedBy: [path, test] }) => `| ${name} | \`${file}\` | ${test} … | \`${path}\` |`,
  );
  return `# Bugs that the tests are known to notice

<!-- Written by \`npm run gen\` from test/mutation/mutants.ts. -->

\`npm run test:mutation\` makes each of these bugs in a copy of the code, one at a time, and runs the test that must fail
because of it. A bug that goes unnoticed fails the run, and so does one that cannot be made any more because the code
has changed.

| Bug | Where | Noticed by | In |
|---|---|---|---|
${rows.join("\n")}
`;
}
