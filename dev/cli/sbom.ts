import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";
import { runTool } from "../build/run-tool.ts";
import { runCommand } from "./shop/command.ts";

/**
 * `npm run sbom`: writes the software bill of materials to `sbom.cdx.json`, in the CycloneDX format, from the lock file. It
 * lists every package of every platform. Packages of development have a property that says so.
 */
interface Bom {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

await runCommand(async () => {
  const { code, output } = await runTool("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]);
  if (code !== 0) throw new Error(`npm sbom failed\n${output}`);
  const text = output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1);
  const { bomFormat, components } = JSON.parse(text) as Bom;
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const missing = Object.entries(dependencies).filter(
    ([name, version]) => !components.some((component) => component.name === name && component.version === version),
  );
  if (bomFormat !== "CycloneDX" || missing.length > 0) {
    throw new Error(`The bill of materials misses ${missing.map(([name]) => name).join(", ")}`);
  }
  writeFileSync(join(root, "sbom.cdx.json"), `${text}\n`);
  console.log(`sbom.cdx.json: ${components.length} packages`);
});
