import { writeFileSync } from "node:fs";
import { orderStates } from "./order-states.ts";

writeFileSync(new URL("../../docs/order-states.md", import.meta.url), orderStates());
