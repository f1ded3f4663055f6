import { countries } from "../../kit/domain/countries.ts";
import type { FormValues } from "../../kit/pages/form.ts";
import type { Visitor } from "../../kit/pages/page-request.ts";
import type { CheckoutStartQuery } from "../documents.generated.ts";
import type { AddressValues } from "../parts/address-fields.tsx";
import { isCustomer } from "../server/customer.ts";

/** What the buyer has entered at the checkout. */
export interface CheckoutValues {
  readonly email: string;
  readonly address: AddressValues;
  /** The code of a shipping method. Empty for the cheapest one. */
  readonly shippingMethod: string;
  /** The payment provider's id of a payment method. */
  readonly paymentMethod: string;
  readonly customerNote: string;
}

export type CheckoutCart = NonNullable<CheckoutStartQuery["cart"]>;

/** Reads the values of a form that was sent. */
export function fromForm(form: FormValues): CheckoutValues {
  return {
    email: form.get("email"),
    address: {
      name: form.get("name"),
      line1: form.get("line1"),
      line2: form.get("line2"),
      city: form.get("city"),
      region: form.get("region"),
      postalCode: form.get("postalCode"),
      countryCode: form.get("countryCode"),
    },
    shippingMethod: form.get("shippingMethod"),
    paymentMethod: form.get("paymentMethod"),
    customerNote: form.get("customerNote"),
  };
}

/**
 * Returns the values of a form that was not sent yet: those of the cart's last placement, which was rejected, or else the
 * account's email and default address.
 */
export function toInitialValues(
  { me, markets }: CheckoutStartQuery,
  cart: CheckoutCart,
  visitor: Visitor,
): CheckoutValues {
  const saved = me?.addresses.find(({ isDefault }) => isDefault) ?? me?.addresses[0];
  const { name, line1, line2, city, region, postalCode, countryCode } = cart.shippingAddress ?? saved ?? noAddress;
  const served = countriesOf(markets, visitor.market);
  const fallback = served.find((code) => code === visitor.country) ?? served[0] ?? "";
  return {
    email: cart.email ?? (isCustomer(me) ? me.email : null) ?? "",
    address: {
      name,
      line1,
      line2: line2 ?? "",
      city,
      region: region ?? "",
      postalCode,
      countryCode: countryCode === "" ? fallback : countryCode,
    },
    shippingMethod: cart.shippingMethod ?? "",
    paymentMethod: "",
    customerNote: cart.customerNote ?? "",
  };
}

const noAddress = { name: "", line1: "", line2: null, city: "", region: null, postalCode: "", countryCode: "" };

/** Returns the countries that the chosen market ships to, or all markets. A market without a list ships to all others. */
export function countriesOf(markets: CheckoutStartQuery["markets"], marketSlug: string | undefined): readonly string[] {
  const chosen = markets.filter(({ slug }) => marketSlug === undefined || slug === marketSlug);
  const named = chosen.flatMap(({ countryCodes }) => countryCodes);
  if (chosen.every(({ countryCodes }) => countryCodes.length > 0)) return named;
  const ofOthers = new Set(
    markets.filter((market) => !chosen.includes(market)).flatMap(({ countryCodes }) => countryCodes),
  );
  return [...named, ...[...countries].filter((code) => !ofOthers.has(code) && !named.includes(code))];
}
