import type { ReportedOrder, TaxReport } from "./records.ts";

/** Reports are made after the order has changed, and no request waits for them. */
const maxReportMs = 5 * 60_000;

/**
 * Compares an order whose taxes come from a provider with its reports to that provider: one for the sale, and one for each
 * refund that the payment provider has completed. `now` is in milliseconds since the epoch.
 */
export function compareTaxReports(
  reports: readonly TaxReport[],
  { id, taxSource, timeline, updatedAt, transactions }: ReportedOrder,
  now: number,
): readonly string[] {
  const isConfirmed = timeline.some(({ type }) => type === "OrderConfirmed");
  if (taxSource !== "PROVIDER" || !isConfirmed || now - Date.parse(updatedAt) < maxReportMs) return [];
  const isReported = (wanted: string) =>
    reports.some(({ reference, transactionId }) => reference === wanted && transactionId !== null);
  const refundIds = transactions
    .filter(({ kind, status }) => kind === "REFUND" && status === "SUCCEEDED")
    .map((refund) => refund.id);
  return [
    ...(isReported(id) ? [] : ["its sale was not reported to the tax provider"]),
    ...refundIds
      .filter((refundId) => !isReported(refundId))
      .map((refundId) => `refund ${refundId} was not reported to the tax provider`),
  ];
}
