import vendure from "@vendure/core";
import { createConfig } from "./config.mjs";

await vendure.bootstrap(createConfig());
