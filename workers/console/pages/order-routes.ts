import { page, type Route } from "../server/route.ts";
import { orders } from "./orders.tsx";

export const orderRoutes: readonly Route[] = [page("/orders", ["ORDER_READ_ANY"], orders, "Orders")];
