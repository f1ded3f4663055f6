import { writeFileSync } from "node:fs";
import { mutantsPage } from "./page.ts";

writeFileSync(new URL("../../docs/mutation-testing.md", import.meta.url), mutantsPage());
