import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { runTool } from "../../dev/build/run-tool.ts";
import { compareFolders, withTemporaryFolder } from "../../dev/check/generated.ts";

/**
 * `npm run test:conformance`: runs the Connect conformance suite against the servers and the client of `workers/kit`.
 * Requires Go. Other arguments are passed to the runner: `-- --run PATTERN --trace`. `-- --gen` regenerates
 * test/conformance/gen.
 */
const version = "v1.0.7";
const folder = join(root, "test/conformance");
const runnerArgs = process.argv.slice(2);
let passed = 0;
let failed = 0;

if (runnerArgs.includes("--gen")) await generate(folder);
else {
  await checkGeneratedCode();
  await runSuite("server", "--known-flaky", `@${join(folder, "known-flaky.txt")}`);
  await runSuite("client", "--known-failing", `@${join(folder, "known-failing-client.txt")}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Compares test/conformance/gen with code generated from the contract of this version of the runner. */
async function checkGeneratedCode(): Promise<void> {
  const different = await withTemporaryFolder(async (fresh) => {
    await generate(fresh);
    return compareFolders(join(folder, "gen"), join(fresh, "gen"));
  });
  if (different.length === 0) passed += 1;
  else failed += 1;
  for (const path of different) console.log(`✗ gen/${path} differs from the generated code`);
}

async function generate(to: string): Promise<void> {
  const module = await runOrThrow("go", ["mod", "download", "-json", `connectrpc.com/conformance@${version}`], root);
  const { Dir } = JSON.parse(module) as { readonly Dir: string };
  const contract = join(Dir, "proto");
  const files = ["client_compat", "config", "server_compat", "service"].flatMap((name) => [
    "--path",
    join(contract, "connectrpc/conformance/v1", `${name}.proto`),
  ]);
  await runOrThrow(
    "buf",
    ["generate", contract, "--template", join(folder, "buf.gen.yaml"), "-o", to, ...files],
    folder,
  );
}

/** Runs the suite in one mode, with the program of this folder for it. */
async function runSuite(mode: "server" | "client", ...options: readonly string[]): Promise<void> {
  const { output } = await runTool("go", [
    ...["run", `connectrpc.com/conformance/cmd/connectconformance@${version}`],
    ...["--mode", mode, "--conf", join(folder, `${mode}.yaml`), ...options, ...runnerArgs],
    ...["--", process.execPath, join(folder, `${mode}.ts`)],
  ]);
  console.log(`${mode}: ${output}`);
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(output);
  passed += Number(counts?.[1] ?? 0);
  failed += Number(counts?.[2] ?? 1);
}

async function runOrThrow(command: string, args: readonly string[], where: string): Promise<string> {
  const { code, output } = await runTool(command, args, where);
  if (code !== 0) throw new Error(`${command}: ${output}`);
  return output;
}
