import { type CurrencyCode, formatMoney, type Money } from "./money.ts";

interface AmountRule {
  /** Every amount must be a multiple of it. */
  readonly step: bigint;
  /** The smallest charge. */
  readonly min: bigint;
  /** The largest charge. */
  readonly max: bigint;
}

/**
 * The amounts that the payment provider accepts, in the smallest unit of each currency. Stripe's page on currencies
 * (https://docs.stripe.com/currencies) states them: the last digit of a currency with three decimals must be 0, and an
 * amount has at most 8 digits, or 9 in INR. For KWD it states no minimum. There the charge must be worth the minimum of the
 * currency in which the merchant is paid out: 0.160 KWD are about 0.52 USD.
 */
export const amountRules: Readonly<Record<CurrencyCode, AmountRule>> = {
  USD: { step: 1n, min: 50n, max: 99_999_999n },
  EUR: { step: 1n, min: 50n, max: 99_999_999n },
  GBP: { step: 1n, min: 30n, max: 99_999_999n },
  JPY: { step: 1n, min: 50n, max: 99_999_999n },
  KWD: { step: 10n, min: 160n, max: 99_999_990n },
  INR: { step: 1n, min: 50n, max: 999_999_999n },
};

export interface AmountProblem {
  readonly code: "INVALID_AMOUNT" | "AMOUNT_TOO_SMALL" | "AMOUNT_TOO_LARGE";
  readonly message: string;
}

/** Returns why the provider rejects a charge of this amount, or undefined. Zero is accepted: it is not charged. */
export function findChargeProblem({ amountMinor, currency }: Money): AmountProblem | undefined {
  const { min, max } = amountRules[currency];
  if (amountMinor === 0n) return undefined;
  if (amountMinor < min) {
    const message = `The total must be at least ${formatMoney({ amountMinor: min, currency })}`;
    return { code: "AMOUNT_TOO_SMALL", message };
  }
  if (amountMinor > max) {
    const message = `The total must be at most ${formatMoney({ amountMinor: max, currency })}`;
    return { code: "AMOUNT_TOO_LARGE", message };
  }
  return findStepProblem({ amountMinor, currency });
}

/** Returns why the provider rejects every use of this amount, or undefined. */
export function findStepProblem({ amountMinor, currency }: Money): AmountProblem | undefined {
  const { step } = amountRules[currency];
  if (amountMinor % step === 0n) return undefined;
  return { code: "INVALID_AMOUNT", message: `Amounts in ${currency} must be multiples of ${step}` };
}
