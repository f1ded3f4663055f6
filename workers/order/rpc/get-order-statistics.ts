import type { GetOrderStatisticsRequest } from "../../../proto/gen/order/v1/sales_pb.js";
import { toMoneyMessage } from "../../kit/connect/money-message.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxStatisticsMs, maxTopProducts } from "../domain/limits.ts";
import { readStatistics } from "../store/sales.ts";
import { listTopProducts } from "../store/sold-products.ts";
import { toStatusCount } from "./shared/pagination.ts";
import { parsePeriod } from "./shared/report-period.ts";

/** Counts the orders of a period in the rows of the lists. */
export async function getOrderStatistics(request: GetOrderStatisticsRequest, ctx: OrderContext) {
  const period = parsePeriod(request);
  if (period.to.getTime() - period.from.getTime() > maxStatisticsMs) {
    throw invalid("INVALID_PERIOD", "The period must be at most 366 days", "to");
  }
  const limit = Math.min(Math.max(request.topProducts, 0), maxTopProducts);
  const [{ statuses, rejections, confirmation }, products] = await Promise.all([
    readStatistics(ctx.db, period),
    limit === 0 ? [] : listTopProducts(ctx.db, period, limit),
  ]);
  const [p50, p95, p99] = confirmation ?? [];
  return {
    orderCount: statuses.reduce((sum, { count }) => sum + count, 0),
    statusCounts: statuses.map(({ status, count }) => toStatusCount([status, count])),
    rejections: [...rejections],
    topProducts: products.map(({ product_id: productId, units, revenue }) => ({
      productId,
      unitCount: units,
      revenue: toMoneyMessage({ amountMinor: BigInt(revenue), currency: period.currency }),
    })),
    ...(p50 === undefined || p95 === undefined || p99 === undefined ? {} : { confirmationTime: { p50, p95, p99 } }),
  };
}
