import { join } from "node:path";
import { root } from "../../dev/build/root.ts";

/** The entry of a Worker that receives metrics in place of Analytics Engine. It throws, or never returns. */
export const brokenMetricSink = join(root, "test", "support", "workers", "broken-sink.mjs");
