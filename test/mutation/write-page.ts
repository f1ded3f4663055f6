import { writeFileSync } from "node:fs";
import { renderMutationPage } from "./mutation-page.ts";

writeFileSync(new URL("../../docs/mutation-testing.md", import.meta.url), renderMutationPage());
