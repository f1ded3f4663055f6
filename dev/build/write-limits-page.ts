import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { limitsPage, renderLimitsPage } from "./limits-page.ts";
import { root } from "./root.ts";

writeFileSync(join(root, limitsPage), renderLimitsPage());
