import { action, page, type Route } from "../server/route.ts";
import { changeViews, fulfilSelected, orders } from "./orders.tsx";
import { exportOrders } from "./orders-csv.ts";

export const orderRoutes: readonly Route[] = [
  page("/orders", ["ORDER_READ_ANY"], orders, "Orders"),
  page("/orders.csv", ["ORDER_READ_ANY"], exportOrders),
  action("/orders/fulfill", ["ORDER_WRITE_ANY"], fulfilSelected),
  action("/orders/views", ["ORDER_READ_ANY"], changeViews),
];
