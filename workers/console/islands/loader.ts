import { startIslands } from "../../kit/islands/loader.ts";
import * as goTo from "./go-to.ts";

startIslands({
  // All pages have it, so it needs no request of its own.
  "go-to": () => goTo,
  "live-page": () => import("./live-page.ts"),
  "live-floor": () => import("./live-floor.ts"),
  "live-order": () => import("./live-order.ts"),
  "time-travel": () => import("./time-travel.ts"),
  "table-keys": () => import("./table-keys.ts"),
  "category-tree": () => import("./category-tree.ts"),
});
