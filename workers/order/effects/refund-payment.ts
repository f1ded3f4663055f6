import type { Money } from "../../kit/domain/money.ts";
import { isLostChargeback, isOpenChargeback } from "../domain/disputes.ts";
import type { PaymentDispute, RefundOutcome } from "../payments/port.ts";
import {
  type EffectContext,
  type EffectHandler,
  type EffectOf,
  type EffectResult,
  keyReliableMs,
  outcome,
  retry,
  retryPayment,
} from "./effect.ts";

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
      return retryPayment(refunded);
  }
}

/**
 * A cancellation owes the whole captured amount. When a part was refunded in the provider's dashboard, or the bank gave it
 * to the buyer in a lost dispute, this refunds the rest. When nothing is left, nothing is owed. The provider refuses to
 * refund a disputed payment, and the bank decides after weeks. So staff retry then, instead of automatic recovery.
 */
async function refundRemaining(
  effect: EffectOf<"refundPayment">,
  { payments, state, key }: Pick<EffectContext, "payments" | "state" | "key">,
  reason: string,
): Promise<EffectResult> {
  const { paymentId, amount } = effect;
  const balance = await payments.findBalance(paymentId);
  const found = await payments.findDisputes(paymentId);
  for (const response of [balance, found]) if (response.type === "unknown") return retryPayment(response);
  if (balance.type !== "balance" || found.type !== "disputes") return retry(reason);
  if (found.disputes.some(isOpenChargeback)) return outcome({ type: "exhausted", effect, key, reason });
  const lostMinor = sumOfLost(found.disputes, amount);
  const remainingMinor = balance.remainingMinor - lostMinor;
  if (remainingMinor > 0n) {
    const amountMinor = remainingMinor < amount.amountMinor ? remainingMinor : amount.amountMinor;
    // A refused refund is final, so another key is safe. The provider rejects a key with another amount, and repeats its
    // refusal under the same key. More can be refunded only after a dispute has ended or a refund has failed.
    const statuses = found.disputes.map(({ status }) => `:${status}`).join("");
    const failures = balance.refunds.filter(({ status }) => status === "FAILED").length;
    const restKey = `${key}:${amountMinor}:${failures}${statuses}`;
    const refunded = await payments.refund(paymentId, { ...amount, amountMinor }, state.id, restKey);
    if (refunded.type === "declined") return retry(reason);
    // The rest is no refund: the bank has paid it.
    const isPart = refunded.type === "refunded" && lostMinor > 0n;
    return isPart ? outcome({ ...refunded, amount: { ...amount, amountMinor } }) : toResult(effect, key, refunded);
  }
  // The bank has given the rest to the buyer. Without a rest, all was refunded, also when a dispute was lost after that.
  if (balance.remainingMinor > 0n) return outcome({ type: "refundNotOwed" });
  const latest = balance.refunds.find(({ status }) => status !== "FAILED");
  return latest === undefined ? retry(reason) : outcome({ type: "refunded", refundId: latest.refundId });
}

/** Returns the amount that the bank has given to the buyer. A dispute in another currency is about the whole payment. */
function sumOfLost(disputes: readonly PaymentDispute[], { amountMinor, currency }: Money): bigint {
  return disputes
    .filter(isLostChargeback)
    .reduce((sum, { amount }) => sum + (amount.currency === currency ? amount.amountMinor : amountMinor), 0n);
}
