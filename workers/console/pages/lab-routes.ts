import { action, localOnly, page, type Route } from "../server/route.ts";
import { changeService, lab, labEvents, placeTestOrders } from "./lab.tsx";

export const labRoutes: readonly Route[] = [
  localOnly(page("/lab", ["ORDER_READ_ANY"], lab, "Fault lab")),
  localOnly(page("/lab/events", ["ORDER_READ_ANY"], labEvents)),
  localOnly(action("/lab/services", ["ORDER_READ_ANY"], changeService)),
  localOnly(action("/lab/orders", ["ORDER_READ_ANY"], placeTestOrders)),
];
