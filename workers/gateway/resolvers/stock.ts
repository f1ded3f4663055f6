import { ReservationStatus } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { requireName, toDate, toOptionalDate } from "../data/mappers/protobuf.ts";
import { findStockForManagers } from "../data/stock.ts";
import { nullIfNotFound } from "../graphql/errors.ts";
import type {
  ReservationResolvers,
  StockLedgerEntryResolvers,
  StockLevelResolvers,
} from "../graphql/schema.generated.ts";

export const stockLevel: StockLevelResolvers = {
  committed: async (self, _args, ctx) => (await findStockForManagers(ctx, self))?.committed ?? null,
  variant: async ({ sku }, _args, { loaders }) => (await loaders.variant.load(sku)) ?? null,
  lowStockThreshold: async (self, _args, ctx) => (await findStockForManagers(ctx, self))?.lowStockThreshold ?? null,
  updatedAt: ({ updateTime }) => toDate(updateTime),
};

export const stockLedgerEntry: StockLedgerEntryResolvers = {
  at: ({ createTime }) => toDate(createTime),
};

export const reservation: ReservationResolvers = {
  status: ({ status }) => requireName(ReservationStatus, status),
  order: ({ orderId }, _args, { caller, loaders }) =>
    hasPermission(caller.identity, Permission.ORDER_READ_ANY)
      ? nullIfNotFound(() => loaders.order.load(orderId))
      : null,
  createdAt: ({ createTime }) => toDate(createTime),
  expiresAt: ({ expireTime }) => toOptionalDate(expireTime),
};
