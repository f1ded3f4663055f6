import { actionPages, type PreviewedAction } from "../parts/order-actions.tsx";
import { action, page, type Route } from "../server/route.ts";
import { liveFloor, liveFloorEvents } from "./live-floor.tsx";
import { addNote, order, orderEvents, orderLog, resumePayment, runEffects } from "./order.tsx";
import { actionPage, submitAction } from "./order-action.tsx";
import { orderBooks } from "./order-books.tsx";
import { changeViews, fulfilSelected, orders } from "./orders.tsx";
import { exportOrders } from "./orders-csv.ts";

const actionRoutes = (Object.keys(actionPages) as PreviewedAction[]).flatMap((type): readonly Route[] => {
  const path = `/orders/:id/${actionPages[type].path}`;
  return [page(path, ["ORDER_WRITE_ANY"], actionPage(type)), action(path, ["ORDER_WRITE_ANY"], submitAction(type))];
});

export const orderRoutes: readonly Route[] = [
  page("/orders", ["ORDER_READ_ANY"], orders, "Orders"),
  page("/orders.csv", ["ORDER_READ_ANY"], exportOrders),
  action("/orders/fulfill", ["ORDER_WRITE_ANY"], fulfilSelected),
  action("/orders/views", ["ORDER_READ_ANY"], changeViews),
  page("/orders/live", ["ORDER_READ_ANY"], liveFloor),
  page("/orders/live/events", ["ORDER_READ_ANY"], liveFloorEvents),
  page("/orders/:id", ["ORDER_READ_ANY"], order),
  page("/orders/:id/events", ["ORDER_READ_ANY"], orderEvents),
  page("/orders/:id/books", ["ORDER_READ_ANY"], orderBooks),
  page("/orders/:id/log", ["ORDER_READ_ANY"], orderLog),
  action("/orders/:id/notes", ["ORDER_WRITE_ANY"], addNote),
  action("/orders/:id/run", ["ORDER_WRITE_ANY"], runEffects),
  action("/orders/:id/resume-payment", ["ORDER_WRITE_ANY"], resumePayment),
  ...actionRoutes,
];
