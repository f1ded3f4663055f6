import { generators } from "./generators.ts";
import { root } from "./root.ts";
import { runTool, splitLines } from "./run-tool.ts";

// `npm run gen`: writes all generated code. Migrations are not included: each has a name, and drizzle-kit creates it.
for (const { name, command, args, folder } of generators) {
  const { code, output } = await runTool(command, args, `${root}${folder}`);
  if (code !== 0) {
    console.error([`${name}: ${command} failed`, ...splitLines(output)].join("\n"));
    process.exit(1);
  }
  console.log(name);
}
