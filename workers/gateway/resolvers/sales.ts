import { OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import { requireMoney, requireName, toDate } from "../data/mappers/protobuf.ts";
import { maxTopProducts } from "../data/sales.ts";
import { pageSize } from "../graphql/connection.ts";
import type {
  OrderStatisticsResolvers,
  ProductSalesResolvers,
  SalesReportRowResolvers,
} from "../graphql/schema.generated.ts";

export const orderStatistics: OrderStatisticsResolvers = {
  statusCounts: ({ statusCounts }) =>
    statusCounts.map(({ status, count }) => ({ status: requireName(OrderStatus, status), count })),
  topProducts: ({ topProducts }, { first }) =>
    topProducts.slice(0, pageSize(first, { defaultSize: 10, maxSize: maxTopProducts })),
  confirmationTime: ({ confirmationTime }) => confirmationTime ?? null,
};

export const productSales: ProductSalesResolvers = {
  product: async ({ productId }, _args, { loaders }, info) => (await loaders.product(info).load(productId)) ?? null,
  revenue: ({ revenue }) => requireMoney(revenue),
};

export const salesReportRow: SalesReportRowResolvers = {
  periodStart: ({ startTime }) => toDate(startTime),
  grossSales: ({ grossSales }) => requireMoney(grossSales),
  discounts: ({ discounts }) => requireMoney(discounts),
  shipping: ({ shipping }) => requireMoney(shipping),
  reverseChargeAmount: ({ reverseChargeAmount }) => requireMoney(reverseChargeAmount),
  tax: ({ tax }) => requireMoney(tax),
  totalSales: ({ totalSales }) => requireMoney(totalSales),
  refunds: ({ refunds }) => requireMoney(refunds),
  netTotal: ({ totalSales, refunds }) => {
    const total = requireMoney(totalSales);
    return { ...total, amountMinor: total.amountMinor - requireMoney(refunds).amountMinor };
  },
  balancePayments: ({ totalSales }) => ({ ...requireMoney(totalSales), amountMinor: 0n }),
};
