import { type EffectContext, type EffectHandler, type EffectOf, type EffectResult, outcome, retry } from "./effect.ts";

/** Much shorter than the day for which the provider remembers idempotency keys. */
const keyReliableMs = 3_600_000;

/**
 * Refunds the payment. The provider may refuse a refund that staff requested. A refund that a cancellation owes is retried
 * until staff decide. That can take days, and the provider forgets its keys. So a repeated attempt first checks whether an
 * earlier attempt succeeded. A late first attempt does the same: an earlier one may have crashed before it was recorded.
 */
export const refundPayment: EffectHandler<"refundPayment"> = async (
  effect,
  { payments, key, attempt, firstDueAt, now },
) => {
  const { paymentId, amount, requestId } = effect;
  const isFirst = attempt === 0 && now - firstDueAt < keyReliableMs;
  const found = isFirst ? { type: "absent" as const } : await payments.findRefund(paymentId, key);
  const refunded = found.type === "absent" ? await payments.refund(paymentId, amount, key) : found;
  const request = requestId === undefined ? {} : { requestId };
  switch (refunded.type) {
    case "refunded":
      return outcome({ type: "refunded", refundId: refunded.refundId, ...request });
    case "declined": {
      const reason = `${refunded.code}: ${refunded.message}`;
      if (requestId !== undefined) return outcome({ type: "refundFailed", requestId, reason });
      return refundRemaining(effect, { payments, key, reason });
    }
    case "unknown":
      return retry(refunded.reason);
  }
};

/**
 * A cancellation owes the whole captured amount. When a part was refunded in the provider's dashboard, this refunds the
 * rest. When everything was refunded there, nothing is owed.
 */
async function refundRemaining(
  { paymentId, amount }: EffectOf<"refundPayment">,
  { payments, key, reason }: Pick<EffectContext, "payments" | "key"> & { readonly reason: string },
): Promise<EffectResult> {
  const balance = await payments.findBalance(paymentId);
  if (balance.type !== "balance" || balance.remainingMinor >= amount.amountMinor) return retry(reason);
  if (balance.remainingMinor > 0n) {
    const rest = { ...amount, amountMinor: balance.remainingMinor };
    const refunded = await payments.refund(paymentId, rest, `${key}:rest`);
    return refunded.type === "refunded" ? outcome(refunded) : retry(reason);
  }
  const [refundId] = balance.refundIds;
  return refundId === undefined ? retry(reason) : outcome({ type: "refunded", refundId });
}
