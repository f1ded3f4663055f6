import { type EffectContext, type EffectOf, type EffectResult, outcome, type Perform, retry } from "./effect.ts";

/** Well within the day for which a provider knows its keys. */
const promptMs = 3_600_000;

/**
 * What staff asked for may be refused for good; what a cancellation owes is tried until a person looks. That can take
 * days, and a provider forgets its keys: a repeat first looks whether the attempt before it went through. So does one
 * that comes late: it may be a repeat whose forerunner died before it could say so.
 */
export const refundPayment: Perform<"refundPayment"> = async (effect, { payments, key, attempt, since, now }) => {
  const { paymentId, amount, requestId } = effect;
  const isFirst = attempt === 0 && now - since < promptMs;
  const found = isFirst ? { type: "absent" as const } : await payments.findRefund(paymentId, key);
  const refunded = found.type === "absent" ? await payments.refund(paymentId, amount, key) : found;
  const request = requestId === undefined ? {} : { requestId };
  switch (refunded.type) {
    case "refunded":
      return outcome({ type: "refunded", refundId: refunded.refundId, ...request });
    case "declined": {
      const reason = `${refunded.code}: ${refunded.message}`;
      if (requestId !== undefined) return outcome({ type: "refundFailed", requestId, reason });
      return giveRest(effect, { payments, key, reason });
    }
    case "unknown":
      return retry(refunded.reason);
  }
};

/**
 * What a cancellation owes is all that was taken. Where somebody has given back a part of it by hand, at the provider
 * itself, the rest is owed; where they have given back everything, nothing is.
 */
async function giveRest(
  { paymentId, amount }: EffectOf<"refundPayment">,
  { payments, key, reason }: Pick<EffectContext, "payments" | "key"> & { readonly reason: string },
): Promise<EffectResult> {
  const kept = await payments.findKept(paymentId);
  if (kept.type !== "kept" || kept.amountMinor >= amount.amountMinor) return retry(reason);
  if (kept.amountMinor > 0n) {
    const rest = await payments.refund(paymentId, { ...amount, amountMinor: kept.amountMinor }, `${key}:rest`);
    return rest.type === "refunded" ? outcome(rest) : retry(reason);
  }
  const [refundId] = kept.refundIds;
  return refundId === undefined ? retry(reason) : outcome({ type: "refunded", refundId });
}
