import vendure from "@vendure/core";
import { createConfig } from "./config.mjs";

const worker = await vendure.bootstrapWorker(createConfig());
await worker.startJobQueue();
