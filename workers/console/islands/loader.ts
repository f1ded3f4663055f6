import { startIslands } from "../../kit/islands/loader.ts";

startIslands({
  "live-order": () => import("./live-order.ts"),
  "time-travel": () => import("./time-travel.ts"),
  "table-keys": () => import("./table-keys.ts"),
});
