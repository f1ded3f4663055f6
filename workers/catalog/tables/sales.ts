import { boolean, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns.ts";

/** Ids of processed order events. An event is counted once. */
export const processedOrderEvents = pgTable(
  "order_facts",
  {
    eventId: text("event_id").primaryKey(),
    at: timestampMs("at").notNull().defaultNow(),
  },
  (table) => [index("order_facts_at").on(table.at)],
);

/** Units counted per order. A cancellation before the confirmation inserts a row without lines: it is never counted. */
export const orderSales = pgTable("order_sales", {
  orderId: text("order_id").primaryKey(),
  lines: jsonb("lines").$type<readonly { readonly productId: string; readonly quantity: number }[]>().notNull(),
  cancelled: boolean("cancelled").notNull().default(false),
});
