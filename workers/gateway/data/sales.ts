import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { GraphQLResolveInfo } from "graphql";
import { ReportInterval, SalesService } from "../../../proto/gen/order/v1/sales_pb.js";
import type { GatewayContext } from "../context.ts";
import { isSelectedOrDeferred } from "../graphql/read-mask.ts";
import type { QueryOrderStatisticsArgs, QuerySalesReportArgs } from "../graphql/schema.generated.ts";
import { omitNullish } from "./mappers/protobuf.ts";

/** Products in statistics. */
export const maxTopProducts = 50;

/** Returns what the orders of a period add up to. The products are read only if the operation selects them. */
export function getOrderStatistics(
  { services }: GatewayContext,
  { from, to, currency }: QueryOrderStatisticsArgs,
  info: GraphQLResolveInfo,
) {
  return services.order(SalesService.method.getOrderStatistics, {
    fromTime: timestampFromDate(from),
    toTime: timestampFromDate(to),
    currencyCode: currency,
    topProducts: isSelectedOrDeferred(info, "topProducts") ? maxTopProducts : 0,
  });
}

/** Returns the sums of confirmed orders and of refunds by period. */
export async function getSalesReport(
  { services }: GatewayContext,
  { from, to, interval, currency, timeZone, marketId }: QuerySalesReportArgs,
) {
  const { periods } = await services.order(SalesService.method.getSalesReport, {
    fromTime: timestampFromDate(from),
    toTime: timestampFromDate(to),
    interval: ReportInterval[interval ?? "DAY"],
    currencyCode: currency,
    timeZone: timeZone ?? "UTC",
    ...omitNullish({ marketId }),
  });
  return periods;
}
