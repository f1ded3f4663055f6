import { writeFileSync } from "node:fs";
import { renderOrderStates } from "./order-states.ts";

writeFileSync(new URL("../../docs/order-states.md", import.meta.url), renderOrderStates());
