import { memoizeConfig } from "../config.ts";
import { readMetricSettings, setMetricSink } from "./metrics.ts";
import { readResource } from "./resource.ts";

/** Reads where a Worker sends its metrics, and how its log lines name it. Its configuration calls it once. */
export const readTelemetry = memoizeConfig((env: object): true => {
  readResource(env);
  setMetricSink(readMetricSettings(env));
  return true;
});
