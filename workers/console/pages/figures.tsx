import { askPersonal } from "../../kit/pages/ask.ts";
import { formatMoney } from "../../kit/pages/money.ts";
import { FiguresDocument, type FiguresQuery } from "../documents.generated.ts";
import { currencyCodeValues, reportIntervalValues } from "../enums.generated.ts";
import { Amount } from "../parts/amount.tsx";
import { BarChart } from "../parts/bar-chart.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { DateField } from "../parts/date-field.tsx";
import { DefinitionList } from "../parts/definition-list.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { OrderStatus } from "../parts/order-status.tsx";
import { renderPage } from "../parts/page.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { toWords } from "../parts/status-badge.tsx";
import { type DateRange, readDateRange } from "../server/date-range.ts";
import type { PageContext } from "../server/page-context.ts";

type Period = FiguresQuery["salesReport"][number];
type Statistics = FiguresQuery["orderStatistics"];
type TopProduct = Statistics["topProducts"][number];

const dayMs = 24 * 3_600_000;
const defaultDays = 30;
/** The API reports on at most this many days. */
const maxDays = 366;

const periodColumns: readonly Column<Period>[] = [
  { id: "start", label: "From (UTC)", cell: ({ periodStart }) => periodStart.slice(0, 10) },
  { id: "orders", label: "Orders", cell: ({ orderCount }) => orderCount, isNumeric: true },
  { id: "units", label: "Units", cell: ({ unitCount }) => unitCount, isNumeric: true },
  { id: "sales", label: "Sales", cell: ({ totalSales }) => <Amount money={totalSales} />, isNumeric: true },
  { id: "refunds", label: "Refunds", cell: ({ refunds }) => <Amount money={refunds} />, isNumeric: true },
  { id: "net", label: "Net", cell: ({ netTotal }) => <Amount money={netTotal} />, isNumeric: true },
];

const productColumns: readonly Column<TopProduct>[] = [
  { id: "name", label: "Product", cell: ({ product }) => product?.name ?? "a deleted product" },
  { id: "units", label: "Units", cell: ({ unitCount }) => unitCount, isNumeric: true },
  { id: "revenue", label: "Revenue", cell: ({ revenue }) => <Amount money={revenue} />, isNumeric: true },
];

const statusColumns: readonly Column<Statistics["statusCounts"][number]>[] = [
  { id: "status", label: "Status", cell: ({ status }) => <OrderStatus status={status} /> },
  { id: "count", label: "Orders", cell: ({ count }) => count, isNumeric: true },
];

const rejectionColumns: readonly Column<Statistics["rejections"][number]>[] = [
  { id: "code", label: "Reason", cell: ({ code }) => toWords(code) },
  { id: "count", label: "Orders", cell: ({ count }) => count, isNumeric: true },
];

/** Sales over time, orders by status, top products, the share of refunds and the time to confirmed. */
export async function figures(c: PageContext): Promise<Response> {
  const chosen = readDateRange(c);
  const { from, to } = toPeriod(chosen, Date.now());
  const currency = currencyCodeValues.find((known) => known === c.req.query("currency")) ?? "USD";
  const interval = reportIntervalValues.find((known) => known === c.req.query("interval")) ?? "DAY";
  const { salesReport, orderStatistics } = await askPersonal(c, FiguresDocument, { from, to, currency, interval });
  const { confirmationTime: time } = orderStatistics;
  return renderPage(
    c,
    { title: "Figures", styles: ["figures"] },
    <>
      <h1>Figures</h1>
      <FilterForm context={c} fields={["from", "to", "currency", "interval"]}>
        <DateField name="from" label="From" value={from.slice(0, 10)} />
        <DateField name="to" label="Until" value={new Date(Date.parse(to) - dayMs).toISOString().slice(0, 10)} />
        <SelectField name="currency" label="Currency" value={currency} options={toOptions(currencyCodeValues)} />
        <SelectField
          name="interval"
          label="By"
          value={interval}
          options={reportIntervalValues.map((value) => ({ value, label: toWords(value) }))}
        />
      </FilterForm>
      <DefinitionList
        items={[
          { term: "Orders placed", value: orderStatistics.orderCount },
          { term: "Refunded share of sales", value: toRefundRate(salesReport) },
          { term: "Placed to confirmed, median", value: time && `${time.p50} ms` },
          { term: "95 % are faster than", value: time && `${time.p95} ms` },
          { term: "99 % are faster than", value: time && `${time.p99} ms` },
        ]}
      />
      <h2>Sales over time</h2>
      <BarChart
        caption="Sales of each period"
        bars={salesReport.map(({ periodStart, totalSales }) => ({
          key: periodStart,
          value: Number(totalSales.amountMinor),
          title: `${periodStart.slice(0, 10)}: ${formatMoney(totalSales, "en-GB")}`,
        }))}
      />
      <DataTable
        caption="Sales over time"
        columns={periodColumns}
        rows={salesReport.filter(({ orderCount, refunds }) => orderCount > 0 || refunds.amountMinor !== "0")}
        keyOf={({ periodStart }) => periodStart}
        empty="Nothing was sold in these days."
      />
      <div class="panels">
        <div>
          <h2>Orders by status</h2>
          <BarChart
            caption="Orders of each status, in the order of the table"
            bars={orderStatistics.statusCounts.map(({ status, count }) => ({
              key: status,
              value: count,
              title: `${toWords(status)}: ${count}`,
            }))}
          />
          <DataTable
            caption="Orders by status"
            columns={statusColumns}
            rows={orderStatistics.statusCounts}
            keyOf={({ status }) => status}
            empty="No orders."
          />
        </div>
        <div>
          <h2>Top products</h2>
          <DataTable
            caption="Top products"
            columns={productColumns}
            rows={orderStatistics.topProducts}
            keyOf={({ product, revenue, unitCount }) => product?.id ?? `${revenue.amountMinor} ${unitCount}`}
            empty="No product was sold."
          />
        </div>
        <div>
          <h2>Rejected orders</h2>
          <DataTable
            caption="Rejected orders"
            columns={rejectionColumns}
            rows={orderStatistics.rejections}
            keyOf={({ code }) => code}
            empty="No order was rejected."
          />
        </div>
      </div>
    </>,
  );
}

const toOptions = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** Returns the chosen days, or the last 30 days when none are chosen or the API does not report on so many. */
function toPeriod({ start, end }: DateRange, now: number): { readonly from: string; readonly to: string } {
  const tomorrow = (Math.floor(now / dayMs) + 1) * dayMs;
  const to = end === null ? tomorrow : Date.parse(end);
  const from = start === null ? to - defaultDays * dayMs : Date.parse(start);
  const days = (to - from) / dayMs;
  const isValid = days >= 1 && days <= maxDays;
  return {
    from: new Date(isValid ? from : tomorrow - defaultDays * dayMs).toISOString(),
    to: new Date(isValid ? to : tomorrow).toISOString(),
  };
}

/** Returns refunds as a share of sales: "2.5 %". */
function toRefundRate(periods: readonly Period[]): string {
  const sum = (amounts: readonly { readonly amountMinor: string }[]) =>
    amounts.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n);
  const sales = sum(periods.map(({ totalSales }) => totalSales));
  if (sales === 0n) return "no sales";
  const refunds = sum(periods.map((period) => period.refunds));
  return `${Number((refunds * 1_000n) / sales) / 10} %`;
}
