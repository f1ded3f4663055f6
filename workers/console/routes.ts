import { accountRoutes } from "./pages/account-routes.ts";
import { catalogRoutes } from "./pages/catalog-routes.ts";
import { labRoutes } from "./pages/lab-routes.ts";
import { orderRoutes } from "./pages/order-routes.ts";
import { peopleRoutes } from "./pages/people-routes.ts";
import { pricingRoutes } from "./pages/pricing-routes.ts";
import { pricingTableRoutes } from "./pages/pricing-table-routes.ts";
import { systemRoutes } from "./pages/system-routes.ts";
import type { Route } from "./server/route.ts";

/** All pages and actions for staff. Each area lists its own. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...catalogRoutes,
  ...labRoutes,
  ...orderRoutes,
  ...peopleRoutes,
  ...pricingRoutes,
  ...pricingTableRoutes,
  ...systemRoutes,
];
