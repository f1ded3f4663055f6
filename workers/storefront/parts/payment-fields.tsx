import { Island } from "../../kit/pages/island.tsx";
import type { Money } from "../../kit/pages/money.ts";
import type { Locale } from "../server/page-context.ts";

interface PaymentFieldsProps {
  readonly locale: Locale;
  /** The chosen test payment method. */
  readonly paymentMethod: string;
  readonly total: Money;
  readonly stripePublishableKey: string | undefined;
}

/** Payment methods of the payment provider's test mode. */
const testMethods = [
  ["pm_card_visa", "succeeds"],
  ["pm_card_chargeDeclined", "declined"],
  ["pm_card_chargeDeclinedInsufficientFunds", "insufficientFunds"],
  ["pm_card_authenticationRequired", "threeDSecure"],
] as const;

/**
 * How the buyer pays. With a publishable key, the payment provider's own form. Without one, the shop is a test shop: it offers
 * the provider's test methods by name, and no form that teaches people to type card numbers into other pages.
 */
export function PaymentFields({ locale, paymentMethod, total, stripePublishableKey }: PaymentFieldsProps) {
  const { payment: strings } = locale.messages;
  if (stripePublishableKey === undefined) {
    const chosen = testMethods.find(([id]) => id === paymentMethod)?.[0] ?? testMethods[0][0];
    return (
      <fieldset>
        <legend>{strings.payment}</legend>
        <p class="quiet">{strings.testShop}</p>
        {testMethods.map(([id, name]) => (
          <label key={id} class="choice">
            <input type="radio" name="paymentMethod" value={id} defaultChecked={id === chosen} required />
            <span>{strings.testMethods[name]}</span>
          </label>
        ))}
      </fieldset>
    );
  }
  const { amountMinor, currency } = total;
  return (
    <fieldset>
      <legend>{strings.payment}</legend>
      <Island
        name="payment"
        props={{ publishableKey: stripePublishableKey, amountMinor, currency, locale: locale.tag }}
      >
        <input type="hidden" name="paymentMethod" value="" />
        <p data-error="" role="alert" />
        <div data-element="" />
        <noscript>
          <p>{strings.needsScript}</p>
        </noscript>
      </Island>
    </fieldset>
  );
}
