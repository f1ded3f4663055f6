import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { runTool } from "../../dev/build/run-tool.ts";
import { compareFolders, inFolder } from "../../dev/check/generated.ts";

/**
 * `npm run proof:conformance`: the Connect project's own conformance runner against Workers
 * that `workers/kit` serves, and that call with it.
 * Needs Go. Further words are the runner's: `-- --run PATTERN --trace`. `-- --gen` writes test/conformance/gen anew.
 */
const version = "v1.0.7";
const folder = join(root, "test/conformance");
const words = process.argv.slice(2);
let passed = 0;
let failed = 0;

if (words.includes("--gen")) await generate(folder);
else {
  await proveContract();
  await prove("server", "--known-flaky", `@${join(folder, "known-flaky.txt")}`);
  await prove("client", "--known-failing", `@${join(folder, "known-failing-client.txt")}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** The contract that the Worker serves is that of the runner's version. */
async function proveContract(): Promise<void> {
  const different = await inFolder(async (fresh) => {
    await generate(fresh);
    return compareFolders(join(folder, "gen"), join(fresh, "gen"));
  });
  if (different.length === 0) passed += 1;
  else failed += 1;
  for (const path of different) console.log(`not what the runner's contract makes: gen/${path}`);
}

async function generate(to: string): Promise<void> {
  const module = await tool("go", ["mod", "download", "-json", `connectrpc.com/conformance@${version}`], root);
  const { Dir } = JSON.parse(module) as { readonly Dir: string };
  const contract = join(Dir, "proto");
  const files = ["client_compat", "config", "server_compat", "service"].flatMap((name) => [
    "--path",
    join(contract, "connectrpc/conformance/v1", `${name}.proto`),
  ]);
  await tool("buf", ["generate", contract, "--template", join(folder, "buf.gen.yaml"), "-o", to, ...files], folder);
}

/** Has the runner drive a program of this folder in its mode. */
async function prove(mode: "server" | "client", ...options: readonly string[]): Promise<void> {
  const { output } = await runTool("go", [
    ...["run", `connectrpc.com/conformance/cmd/connectconformance@${version}`],
    ...["--mode", mode, "--conf", join(folder, `${mode}.yaml`), ...options, ...words],
    ...["--", process.execPath, join(folder, `${mode}.ts`)],
  ]);
  console.log(`${mode}: ${output}`);
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(output);
  passed += Number(counts?.[1] ?? 0);
  failed += Number(counts?.[2] ?? 1);
}

async function tool(command: string, args: readonly string[], where: string): Promise<string> {
  const { code, output } = await runTool(command, args, where);
  if (code !== 0) throw new Error(`${command}: ${output}`);
  return output;
}
