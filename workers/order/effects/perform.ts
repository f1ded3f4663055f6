import { describeError } from "../../kit/observability/log.ts";
import type { Effect } from "../domain/effects.ts";
import { awaitPayment } from "./await-payment.ts";
import { capturePayment } from "./capture-payment.ts";
import { commitStock } from "./commit-stock.ts";
import { confirmPayment } from "./confirm-payment.ts";
import { createOrder } from "./create-order.ts";
import { type EffectContext, type EffectResult, retry } from "./effect.ts";
import { projectOrder } from "./project-order.ts";
import { publishFact } from "./publish-event.ts";
import { refundPayment } from "./refund-payment.ts";
import { releaseStock } from "./release-stock.ts";
import { reserveStock } from "./reserve-stock.ts";
import { restock } from "./restock.ts";
import { startPayment } from "./start-payment.ts";
import { voidPayment } from "./void-payment.ts";

/** Does one effect once. Never throws: what is not an outcome is a reason to try again. */
export async function perform(effect: Effect, ctx: EffectContext): Promise<EffectResult> {
  try {
    return await dispatch(effect, ctx);
  } catch (error) {
    return retry(describeError(error));
  }
}

function dispatch(effect: Effect, ctx: EffectContext): Promise<EffectResult> {
  switch (effect.type) {
    case "reserveStock":
      return reserveStock(effect, ctx);
    case "startPayment":
      return startPayment(effect, ctx);
    case "confirmPayment":
      return confirmPayment(effect, ctx);
    case "awaitPayment":
      return awaitPayment(effect, ctx);
    case "createOrder":
      return createOrder(effect, ctx);
    case "capturePayment":
      return capturePayment(effect, ctx);
    case "commitStock":
      return commitStock(effect, ctx);
    case "releaseStock":
      return releaseStock(effect, ctx);
    case "voidPayment":
      return voidPayment(effect, ctx);
    case "refundPayment":
      return refundPayment(effect, ctx);
    case "restock":
      return restock(effect, ctx);
    case "projectOrder":
      return projectOrder(effect, ctx);
    case "publishFact":
      return publishFact(effect, ctx);
  }
}
