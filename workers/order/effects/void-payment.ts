import {
  type EffectContext,
  type EffectHandler,
  type EffectOf,
  type EffectResult,
  outcome,
  retry,
  retryPayment,
} from "./effect.ts";

/**
 * Voids the payment. A repeated attempt first checks the payment: the response to an earlier void may be lost. A payment that
 * staff captured in the provider's dashboard can no longer be voided, so it is refunded.
 */
export const voidPayment: EffectHandler<"voidPayment"> = async (effect, ctx) => {
  // Keys of an order begin with its id. Ids of payments do not.
  return effect.paymentId.startsWith("ord_") ? voidByKey(effect, ctx) : voidById(effect, ctx);
};

/** The provider may find a payment this long after it was created. */
const searchDelayMs = 60_000;

/** Voids the payment that an authorization with this key has created, if it has created one. */
async function voidByKey(effect: EffectOf<"voidPayment">, ctx: EffectContext): Promise<EffectResult> {
  const { payments, firstDueAt, now } = ctx;
  const found = await payments.findStarted(effect.paymentId);
  switch (found.type) {
    case "started":
      return voidById({ ...effect, paymentId: found.paymentId }, ctx);
    case "unknown":
      return retryPayment(found);
    case "absent":
    case "declined":
      return now - firstDueAt < searchDelayMs
        ? retry("The payment may not be found yet")
        : outcome({ type: "voided", paymentId: effect.paymentId });
  }
}

async function voidById(effect: EffectOf<"voidPayment">, ctx: EffectContext): Promise<EffectResult> {
  const { paymentId } = effect;
  const { payments, key, attempt } = ctx;
  const found = attempt === 0 ? undefined : await payments.find(paymentId);
  if (found?.type === "captured") return refundCapture(effect, ctx);
  const payment = found?.type === "voided" ? found : await payments.void(paymentId, key);
  switch (payment.type) {
    case "voided":
      return outcome({ type: "voided", paymentId });
    case "unknown":
      return retryPayment(payment);
    default:
      return retry(`The payment is ${payment.type} and cannot be voided`);
  }
}

/** Refunds what is left of the captured amount. The key contains the amount: staff may refund a part at the same time. */
async function refundCapture(
  { paymentId, amount }: EffectOf<"voidPayment">,
  { payments, state, key }: EffectContext,
): Promise<EffectResult> {
  const balance = await payments.findBalance(paymentId);
  if (balance.type === "unknown") return retryPayment(balance);
  if (balance.type !== "balance") return retry("The payment provider did not return the captured amount");
  const amountMinor = balance.remainingMinor;
  if (amountMinor === 0n) return outcome({ type: "voided", paymentId });
  const refundKey = `${key}:${balance.refunds.length}:${amountMinor}`;
  const refunded = await payments.refund(paymentId, { ...amount, amountMinor }, state.id, refundKey);
  switch (refunded.type) {
    case "refunded":
      return outcome({ type: "voided", paymentId });
    case "declined":
      return retry(`${refunded.code}: ${refunded.message}`);
    case "failed":
    case "unknown":
      return retryPayment(refunded);
  }
}
