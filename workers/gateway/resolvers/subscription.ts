import { ImportService } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { SearchAdminService } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { OrderService, OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import { SalesService } from "../../../proto/gen/order/v1/sales_pb.js";
import { required } from "../data/mappers/protobuf.ts";
import { badUserInput } from "../graphql/errors.ts";
import type { SubscriptionResolvers } from "../graphql/schema.generated.ts";
import { eventId } from "../subscriptions/execute.ts";

export const subscription: SubscriptionResolvers = {
  orderEvents: {
    subscribe: async (_root, { orderId, after }, ctx) => {
      const from = parseSequence(ctx.subscription.lastEventId) ?? after;
      const request = { orderId, ...(typeof from === "number" ? { after: from } : {}) };
      const events = await ctx.services.streams.order(OrderService.method.watchOrder, request);
      return map(events, ({ event, order }) => {
        const edge = { event: required(event, "the event"), order: required(order, "the order") };
        return { orderEvents: edge, [eventId]: String(edge.event.sequence) };
      });
    },
  },
  orderFeed: {
    subscribe: async (_root, { status }, ctx) => {
      const statuses = (status ?? []).map((name) => OrderStatus[name]);
      const events = await ctx.services.streams.order(SalesService.method.watchAllOrders, { statuses });
      return map(events, ({ event, order }) => ({
        orderFeed: { event: required(event, "the event"), order: required(order, "the order") },
      }));
    },
  },
  stock: {
    subscribe: async (_root, { sku }, ctx) => {
      const levels = await ctx.services.streams.catalog(InventoryService.method.watchStock, { sku });
      return map(levels, ({ stock }) => ({ stock: required(stock, "the stock") }));
    },
  },
  stockLevels: {
    subscribe: async (_root, { skus }, ctx) => {
      const levels = await ctx.services.streams.catalog(InventoryService.method.watchStockLevels, { skus: [...skus] });
      return map(levels, ({ stock }) => ({ stockLevels: required(stock, "the stock") }));
    },
  },
  importProgress: {
    subscribe: async (_root, { id }, ctx) => {
      const jobs = await ctx.services.streams.catalog(ImportService.method.watchImport, { id });
      return map(jobs, ({ job }) => ({ importProgress: required(job, "the job") }));
    },
  },
  searchIndexRebuildProgress: {
    subscribe: async (_root, { id }, ctx) => {
      const rebuilds = await ctx.services.streams.catalog(SearchAdminService.method.watchIndexRebuild, { id });
      return map(rebuilds, ({ rebuild }) => ({ searchIndexRebuildProgress: required(rebuild, "the rebuild") }));
    },
  },
};

/** Parses the ID of the last event that a reconnecting client has received. It takes precedence over `after`. */
function parseSequence(lastEventId: string | undefined): number | undefined {
  if (lastEventId === undefined) return undefined;
  if (!/^\d{1,9}$/.test(lastEventId)) throw badUserInput("`Last-Event-ID` must be a sequence number");
  return Number(lastEventId);
}

async function* map<T, U>(source: AsyncIterable<T>, transform: (value: T) => U): AsyncGenerator<U, void, undefined> {
  for await (const value of source) yield transform(value);
}
