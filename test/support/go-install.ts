import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const run = (command: string, args: readonly string[], options: SpawnOptions): ChildProcess =>
  spawn(command, args, options);

/** Builds a Go program into a folder. `program` is `example.com/program@v1.2.3`. Throws when Go is missing or fails. */
export async function goInstall(program: string, folder: string): Promise<void> {
  const child = run("go", ["install", program], { stdio: "inherit", env: { ...process.env, GOBIN: folder } });
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("exit", resolve));
  if (code !== 0) throw new Error(`Cannot build ${program}: go exited with ${code}`);
}
