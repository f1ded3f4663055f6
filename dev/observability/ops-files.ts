import { createAlertRules } from "./grafana-alerts.ts";
import { createDashboard } from "./grafana-dashboard.ts";

/** The files for Grafana in `ops/`, by name. `npm run gen` writes them. */
export function createOpsFiles(): Readonly<Record<string, string>> {
  return {
    "grafana-alerts.json": `${JSON.stringify(createAlertRules(), null, 2)}\n`,
    "grafana-dashboard.json": `${JSON.stringify(createDashboard(), null, 2)}\n`,
  };
}
