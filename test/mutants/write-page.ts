import { writeFileSync } from "node:fs";
import { mutantsPage } from "./page.ts";

writeFileSync(new URL("../../docs/mutants.md", import.meta.url), mutantsPage());
