import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { type GetSalesReportRequest, ReportInterval } from "../../../proto/gen/order/v1/sales_pb.js";
import { toMoneyMessage } from "../../kit/connect/money-message.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxReportRows } from "../domain/limits.ts";
import { type ReportPeriod, readSales } from "../store/sales.ts";
import { parsePeriod, parseTimeZone } from "./shared/report-period.ts";

const intervals: Readonly<Record<ReportInterval, ReportPeriod["interval"]>> = {
  [ReportInterval.UNSPECIFIED]: "day",
  [ReportInterval.DAY]: "day",
  [ReportInterval.WEEK]: "week",
  [ReportInterval.MONTH]: "month",
};

const dayMs = 24 * 3_600_000;
/** The longest that a period can be, with a change of time. */
const maxIntervalMs = { day: dayMs + 3_600_000, week: 7 * dayMs + 3_600_000, month: 31 * dayMs + 3_600_000 } as const;

/** Adds up the rows of the lists. `npm run orders:rebuild` writes them from the orders, so a report is the same after it. */
export async function getSalesReport(request: GetSalesReportRequest, ctx: OrderContext) {
  const period = parsePeriod(request);
  const { currency } = period;
  const interval = intervals[request.interval] ?? "day";
  const timeZone = parseTimeZone(request.timeZone);
  const isTooLong = period.to.getTime() - period.from.getTime() > (maxReportRows + 1) * maxIntervalMs[interval];
  const report = { ...period, interval, timeZone, marketId: request.marketId };
  const rows = isTooLong ? [] : await readSales(ctx.db, report, maxReportRows + 1);
  if (isTooLong || rows.length > maxReportRows) {
    throw invalid("INVALID_PERIOD", `A report has at most ${maxReportRows} rows`, "to");
  }
  const money = (amount: string) => toMoneyMessage({ amountMinor: BigInt(amount), currency });
  return {
    periods: rows.map((row) => ({
      startTime: timestampFromMs(Number(row.starts_ms)),
      orderCount: row.order_count,
      unitCount: row.unit_count,
      grossSales: money(row.gross),
      discounts: money(row.discounts),
      shipping: money(row.shipping),
      reverseChargeAmount: money(row.reverse_charge),
      tax: money(row.tax),
      totalSales: money(row.total),
      refunds: money(row.refunds),
    })),
  };
}
