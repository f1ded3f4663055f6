import { startIslands } from "../../kit/islands/loader.ts";

startIslands({
  "table-keys": () => import("./table-keys.ts"),
});
