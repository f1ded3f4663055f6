import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";
import { createOpsFiles } from "./ops-files.ts";

const folder = join(root, "ops");
mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(createOpsFiles())) writeFileSync(join(folder, name), content);
