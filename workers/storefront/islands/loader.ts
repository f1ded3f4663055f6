import { startIslands } from "../../kit/islands/loader.ts";
import * as search from "./search.ts";
import * as session from "./session.ts";

startIslands({
  // All pages have these two, so they need no request of their own.
  search: () => search,
  session: () => session,
  cart: () => import("./cart.ts"),
  filters: () => import("./filters.ts"),
  "form-parts": () => import("./form-parts.ts"),
  "live-order": () => import("./live-order.ts"),
  offline: () => import("./offline.ts"),
  payment: () => import("./payment.ts"),
  product: () => import("./product.ts"),
  "recently-seen": () => import("./recently-seen.ts"),
  token: () => import("./token.ts"),
});

// After the page, so that the files that the service worker stores do not delay it. A browser that rejects it has no offline pages.
addEventListener("load", () => void navigator.serviceWorker?.register("/service-worker.js").catch(() => {}));
