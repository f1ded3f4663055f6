import { runTool } from "../build/run-tool.ts";
import { exitOnHelp, runCommand } from "./shop/command.ts";

/**
 * `npm run audit`: lists known vulnerabilities of the packages that are shipped. Exits with 1 if there is one with the severity
 * moderate or higher. Where the registry has no endpoint for it, says that nothing was checked, and never that all is well.
 */
const usage = "Usage: npm run audit";

interface Report {
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly severity: string; readonly range: string; readonly fixAvailable: unknown }>
  >;
}

exitOnHelp(usage);
await runCommand(async () => {
  const { output } = await runTool("npm", ["audit", "--omit", "dev", "--package-lock-only", "--json"]);
  const report = parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
  if (report?.vulnerabilities === undefined) {
    const reason = output.split("\n").find((line) => line.includes("audit")) ?? "the registry did not respond";
    console.log(`not checked: ${reason.replace(/ - .*$/, "")}`);
    return;
  }
  const found = Object.entries(report.vulnerabilities);
  for (const [name, { severity, range, fixAvailable }] of found) {
    console.log(`${severity}: ${name} ${range}${fixAvailable === false ? ", without a fix" : ""}`);
  }
  const serious = found.filter(([, { severity }]) => severity !== "info" && severity !== "low");
  console.log(
    `${found.length} vulnerabilities in packages that are shipped, ${serious.length} of them moderate or higher`,
  );
  process.exitCode = serious.length > 0 ? 1 : 0;
});

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
