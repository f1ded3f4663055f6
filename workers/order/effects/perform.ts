import { describeError } from "../../kit/observability/log.ts";
import type { Effect, EffectType } from "../domain/effects.ts";
import { authorizePayment } from "./authorize-payment.ts";
import { awaitPayment } from "./await-payment.ts";
import { cancelUnpaid } from "./cancel-unpaid.ts";
import { capturePayment } from "./capture-payment.ts";
import { checkUnpaidLimit } from "./check-unpaid-limit.ts";
import { commitStock } from "./commit-stock.ts";
import { confirmPayment } from "./confirm-payment.ts";
import { createOrder } from "./create-order.ts";
import { type EffectContext, type EffectHandler, type EffectResult, retry } from "./effect.ts";
import { projectOrder } from "./project-order.ts";
import { publishEvent } from "./publish-event.ts";
import { refundPayment } from "./refund-payment.ts";
import { releaseStock } from "./release-stock.ts";
import { recordTax, reverseTax, undoTaxReversal } from "./report-taxes.ts";
import { reserveStock } from "./reserve-stock.ts";
import { restock } from "./restock.ts";
import { startPayment } from "./start-payment.ts";
import { voidPayment } from "./void-payment.ts";

/** Attempts an effect once. Never throws: an error is the reason for a retry. */
export async function perform(effect: Effect, ctx: EffectContext): Promise<EffectResult> {
  try {
    return await dispatch(effect, ctx);
  } catch (error) {
    return retry(describeError(error));
  }
}

const handlers: { readonly [T in EffectType]: EffectHandler<T> } = {
  reserveStock,
  authorizePayment,
  startPayment,
  confirmPayment,
  awaitPayment,
  checkUnpaidLimit,
  cancelUnpaid,
  createOrder,
  capturePayment,
  commitStock,
  releaseStock,
  voidPayment,
  refundPayment,
  restock,
  projectOrder,
  recordTax,
  reverseTax,
  undoTaxReversal,
  publishFact: publishEvent,
};

/** Every effect that this code can attempt. */
export const effectTypes = Object.keys(handlers) as readonly EffectType[];

function dispatch(effect: Effect, ctx: EffectContext): Promise<EffectResult> {
  return (handlers[effect.type] as EffectHandler<EffectType>)(effect, ctx);
}
