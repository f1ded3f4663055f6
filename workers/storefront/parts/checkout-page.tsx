import { ErrorSummary } from "../../kit/pages/error-summary.tsx";
import { Field } from "../../kit/pages/field.tsx";
import { Island } from "../../kit/pages/island.tsx";
import { formatMoney } from "../../kit/pages/money.ts";
import type { CheckoutQuoteQuery } from "../documents.generated.ts";
import type { Locale } from "../server/page-context.ts";
import type { PageView } from "../server/page-view.ts";
import { AddressFields, type AddressValues } from "./address-fields.tsx";
import { PaymentFields } from "./payment-fields.tsx";
import { Totals } from "./totals.tsx";

type Quote = CheckoutQuoteQuery["quote"];

interface CheckoutPageProps {
  readonly view: PageView;
  readonly cart: { readonly id: string };
  readonly values: {
    readonly email: string;
    readonly address: AddressValues;
    readonly paymentMethod: string;
    readonly customerNote: string;
  };
  readonly quote: Quote;
  readonly countries: readonly string[];
  readonly problems: readonly { readonly text: string; readonly inputId?: string | undefined }[];
  /** Ids of the inputs with an error. */
  readonly invalid: ReadonlySet<string>;
  /** A code that was entered and is not valid. */
  readonly couponCode: string;
  readonly formKey: string;
  /** Whether the order's emails need the language of this page: see `setLocale` in the page. */
  readonly setsLocale: boolean;
  readonly stripePublishableKey: string | undefined;
}

/** The checkout: one form with several buttons, so that it works without JavaScript. */
export function CheckoutPage({ view, cart, quote, stripePublishableKey, ...props }: CheckoutPageProps) {
  const { values, countries, problems, invalid, couponCode, formKey, setsLocale } = props;
  const { locale } = view;
  const { checkout: strings } = locale.messages;
  return (
    <>
      <h1>{strings.heading}</h1>
      <Island name="form-parts">
        <form class="columns" method="post" action="/checkout">
          <input type="hidden" name="cartId" value={cart.id} />
          <input type="hidden" name="idempotencyKey" value={formKey} />
          {setsLocale && <input type="hidden" name="setsLocale" value="true" />}
          {/* The Enter key sends a form with its first button. It must not place the order. */}
          <button type="submit" name="action" value="update" formnovalidate hidden />
          <div class="steps">
            <div data-part="problems">
              <ErrorSummary heading={strings.notPlaced} errors={problems} />
            </div>
            <fieldset>
              <legend>{strings.contact}</legend>
              <Field
                name="email"
                type="email"
                label={strings.email}
                value={values.email}
                autocomplete="email"
                maxlength={254}
                required
                isInvalid={invalid.has("email")}
              />
            </fieldset>
            <fieldset>
              <legend>{strings.delivery}</legend>
              <AddressFields locale={locale} values={values.address} countries={countries} invalid={invalid} />
              <noscript>
                <button class="second" type="submit" name="action" value="update" formnovalidate>
                  {strings.update}
                </button>
              </noscript>
            </fieldset>
            <ShippingOptions locale={locale} quote={quote} />
            <PaymentFields
              locale={locale}
              paymentMethod={values.paymentMethod}
              total={quote.total}
              stripePublishableKey={stripePublishableKey}
            />
          </div>
          <aside class="summary" aria-label={strings.summary}>
            <Summary locale={locale} quote={quote} />
            <p class="field code">
              <label for="couponCode">{strings.promotionCode}</label>
              <span class="with-button">
                <input
                  id="couponCode"
                  name="couponCode"
                  value={couponCode}
                  autocomplete="off"
                  autocapitalize="characters"
                  maxlength={50}
                  aria-invalid={invalid.has("couponCode") ? "true" : undefined}
                />
                <button class="second" type="submit" name="action" value="apply" formnovalidate>
                  {strings.apply}
                </button>
              </span>
            </p>
            <p class="field">
              <label for="customerNote">{strings.note}</label>
              <textarea id="customerNote" name="customerNote" rows={2} maxlength={500}>
                {values.customerNote}
              </textarea>
            </p>
            <button type="submit" name="action" value="place">
              {strings.place}
            </button>
            <p class="quiet">{strings.pressedTwice}</p>
          </aside>
        </form>
      </Island>
    </>
  );
}

interface QuoteProps {
  readonly locale: Locale;
  readonly quote: Quote;
}

function ShippingOptions({ locale, quote }: QuoteProps) {
  const { checkout: strings } = locale.messages;
  return (
    <fieldset data-part="shipping">
      <legend>{strings.shippingMethod}</legend>
      {quote.shippingOptions.length === 0 && <p>{strings.noShipping}</p>}
      {quote.shippingOptions.map(({ code, name, price, minDeliveryDays, maxDeliveryDays }) => (
        <label key={code} class="choice">
          <input
            type="radio"
            name="shippingMethod"
            value={code}
            defaultChecked={code === quote.shippingMethod}
            required
            data-updates=""
          />
          <span>
            {name}
            {minDeliveryDays !== null && maxDeliveryDays !== null && (
              <span class="quiet"> {strings.days(minDeliveryDays, maxDeliveryDays)}</span>
            )}
          </span>
          <span class="amount">{price.amountMinor === "0" ? strings.free : formatMoney(price, locale.tag)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Summary({ locale, quote }: QuoteProps) {
  const { checkout: strings } = locale.messages;
  return (
    <div data-part="summary" aria-live="polite">
      <h2>{strings.summary}</h2>
      <ul class="summary-lines">
        {quote.lines.map(({ sku, name, quantity, total }) => (
          <li key={sku}>
            <span>{`${quantity} × ${name}`}</span>
            <span class="amount">{formatMoney(total, locale.tag)}</span>
          </li>
        ))}
      </ul>
      <Totals
        locale={locale}
        subtotal={quote.subtotal}
        discounts={quote.discounts}
        shipping={quote.shippingMethod === null ? undefined : quote.shipping}
        taxLines={quote.taxLines}
        taxesIncluded={quote.taxesIncluded}
        total={quote.total}
      />
      <input type="hidden" name="totalAmount" value={quote.total.amountMinor} />
      <input type="hidden" name="totalCurrency" value={quote.total.currency} />
      {quote.couponCodes.length > 0 && (
        <ul class="codes">
          {quote.couponCodes.map(({ code, status, message }) => (
            <li key={code}>
              <span>
                <strong>{code}</strong> <span class="quiet">{strings.codes[status] ?? message}</span>
              </span>
              <button class="plain link" type="submit" name="removeCode" value={code} formnovalidate>
                {strings.removeCode}
                <span class="hidden"> {code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
