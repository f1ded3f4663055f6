import { log } from "../../kit/observability/log.ts";
import type { RefundShare } from "../domain/model.ts";
import type { OrderState } from "../domain/order.ts";
import type { TaxReportRow, TaxReports } from "../store/tax-reports.ts";
import type { RefundedPart, RefundedTax, TaxReport } from "../taxes/port.ts";
import { type EffectContext, type EffectHandler, type EffectResult, outcome, retry } from "./effect.ts";

/*
 * Reports to the tax provider. The order does not depend on them, so they are retried until the provider has decided. A
 * report that it refuses is logged, and staff enter it at the provider.
 */

const reported = outcome({ type: "acknowledged" });

/** Reports the sale of a confirmed order. */
export const recordTax: EffectHandler<"recordTax"> = async ({ calculationId }, { state, taxes, taxReports, key }) => {
  if (taxes === undefined) return lost(state.id, state.id, "The shop has no tax provider");
  const report = await taxes.record(calculationId, state.id, key);
  if (report.type === "unavailable") return retry(report.reason);
  const transactionId = report.type === "reported" ? report.transactionId : null;
  await taxReports.insert({ reference: state.id, orderId: state.id, transactionId });
  return report.type === "reported" ? reported : lost(state.id, state.id, report.reason);
};

/** Reports a refund that the payment provider has completed. */
export const reverseTax: EffectHandler<"reverseTax"> = async ({ refundId }, ctx) => {
  const { state, taxes, taxReports, key } = ctx;
  if (taxes === undefined) return lost(state.id, refundId, "The shop has no tax provider");
  const reports = await taxReports.find([state.id, refundId]);
  const sale = reports.find(({ reference }) => reference === state.id);
  if (sale === undefined) return retry("The sale has not been reported yet");
  if (sale.transactionId === null) return lost(state.id, refundId, "The sale was not reported");
  const own = reports.find(({ reference }) => reference === refundId);
  if (own !== undefined && own.transactionId !== null) return reported;
  const refunded = toRefundedTax(state, refundId);
  if (refunded === undefined) return reported;
  const report = await taxes.reverse(sale.transactionId, refunded, refundId, key);
  if (report.type !== "reported") return toResult(report, state.id, refundId);
  const { transactionId } = report;
  if (await taxReports.insert({ reference: refundId, orderId: state.id, transactionId })) return reported;
  // The refund has failed since, or an earlier attempt has stored this report.
  return (await findReport(taxReports, refundId))?.transactionId === null
    ? undo(refundId, transactionId, ctx)
    : reported;
};

/** Reports that a refund was not made, which the payment provider had completed before. */
export const undoTaxReversal: EffectHandler<"undoTaxReversal"> = async ({ refundId }, ctx) => {
  const { state, taxReports } = ctx;
  // If the refund is not reported yet, its own effect finds this row.
  if (await taxReports.insert({ reference: refundId, orderId: state.id, transactionId: null })) return reported;
  const { transactionId = null } = (await findReport(taxReports, refundId)) ?? {};
  return transactionId === null ? reported : undo(refundId, transactionId, ctx);
};

async function findReport(taxReports: TaxReports, reference: string): Promise<TaxReportRow | undefined> {
  return (await taxReports.find([reference]))[0];
}

async function undo(
  refundId: string,
  reversalId: string,
  { state, taxes }: Pick<EffectContext, "state" | "taxes">,
): Promise<EffectResult> {
  if (taxes === undefined) return lost(state.id, refundId, "The shop has no tax provider");
  const reference = `${refundId}-undone`;
  return toResult(await taxes.undoReversal(reversalId, reference, reference), state.id, refundId);
}

function toResult(report: TaxReport, orderId: string, reference: string): EffectResult {
  if (report.type === "unavailable") return retry(report.reason);
  return report.type === "refused" ? lost(orderId, reference, report.reason) : reported;
}

/** A retry does not help: staff must enter the report at the provider. */
function lost(orderId: string, reference: string, reason: string): EffectResult {
  log("error", "tax report lost", { orderId, reference, reason });
  return reported;
}

/** Returns what a refund refunds, as the provider counts it: without tax where the provider added it to the amounts. */
function toRefundedTax({ refunds, pricing }: OrderState, refundId: string): RefundedTax | undefined {
  const shares = refunds.find(({ id }) => id === refundId)?.shares ?? [];
  const toPart = ({ amount, tax }: RefundShare): RefundedPart => ({
    amount: amount.amountMinor - (pricing?.taxesIncluded === true ? 0n : tax.amountMinor),
    tax: tax.amountMinor,
  });
  const paid = shares.filter(({ amount }) => amount.amountMinor > 0n);
  const shipping = paid.find(({ sku }) => sku === undefined);
  const lines = paid.flatMap(({ sku, ...share }) =>
    sku === undefined ? [] : [{ sku, quantity: share.quantity, ...toPart(share) }],
  );
  if (paid.length === 0) return undefined;
  return { lines, shipping: shipping && toPart(shipping) };
}
