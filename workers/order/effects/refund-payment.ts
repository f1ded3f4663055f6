import type { RefundOutcome } from "../payments/port.ts";
import { type EffectContext, type EffectHandler, type EffectOf, type EffectResult, outcome, retry } from "./effect.ts";

/** Much shorter than the day for which the provider remembers idempotency keys. */
const keyReliableMs = 3_600_000;

/**
 * Refunds the payment. The provider may refuse a refund that staff requested. A refund that a cancellation owes is retried
 * until staff decide. That can take days, and the provider forgets its keys. So a repeated attempt first checks whether an
 * earlier attempt succeeded. A late first attempt does the same: an earlier one may have crashed before it was recorded.
 */
export const refundPayment: EffectHandler<"refundPayment"> = async (effect, ctx) => {
  const { payments, state, key, attempt, firstDueAt, now } = ctx;
  const { paymentId, amount, requestId } = effect;
  const isFirst = attempt === 0 && now - firstDueAt < keyReliableMs;
  const found = isFirst ? { type: "absent" as const } : await payments.findRefund(paymentId, key);
  const refunded = found.type === "absent" ? await payments.refund(paymentId, amount, state.id, key) : found;
  if (requestId === undefined && refunded.type === "declined") {
    return refundRemaining(effect, ctx, `${refunded.code}: ${refunded.message}`);
  }
  return toResult(effect, key, refunded);
};

function toResult(effect: EffectOf<"refundPayment">, key: string, refunded: RefundOutcome): EffectResult {
  const { requestId } = effect;
  switch (refunded.type) {
    case "refunded":
      return outcome(requestId === undefined ? refunded : { ...refunded, requestId });
    case "failed": {
      const { refundId, reason } = refunded;
      if (requestId !== undefined) return outcome({ type: "refundFailed", requestId, refundId, reason });
      // The failure is final. The next attempt needs another key, and staff decide about it.
      return outcome({ type: "exhausted", effect, key: `${key}:${refundId}`, reason });
    }
    case "declined": {
      const reason = `${refunded.code}: ${refunded.message}`;
      return requestId === undefined ? retry(reason) : outcome({ type: "refundFailed", requestId, reason });
    }
    case "unknown":
      return retry(refunded.reason);
  }
}

/**
 * A cancellation owes the whole captured amount. When a part was refunded in the provider's dashboard, this refunds the
 * rest. When everything was refunded there, nothing is owed.
 */
async function refundRemaining(
  effect: EffectOf<"refundPayment">,
  { payments, state, key }: Pick<EffectContext, "payments" | "state" | "key">,
  reason: string,
): Promise<EffectResult> {
  const { paymentId, amount } = effect;
  const balance = await payments.findBalance(paymentId);
  if (balance.type !== "balance") return retry(reason);
  if (balance.remainingMinor > 0n) {
    const { remainingMinor } = balance;
    const amountMinor = remainingMinor < amount.amountMinor ? remainingMinor : amount.amountMinor;
    // The refused refund is final, so another key is safe. The provider rejects a key with another amount.
    const refunded = await payments.refund(paymentId, { ...amount, amountMinor }, state.id, `${key}:${amountMinor}`);
    return refunded.type === "declined" ? retry(reason) : toResult(effect, key, refunded);
  }
  const latest = balance.refunds.find(({ status }) => status !== "FAILED");
  return latest === undefined ? retry(reason) : outcome({ type: "refunded", refundId: latest.refundId });
}
