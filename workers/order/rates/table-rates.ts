import { err, ok } from "../../kit/domain/result.ts";
import type { Rates } from "./port.ts";
import { type ShippingMethod, shippingMethods, type TaxRate, taxRates } from "./tables.ts";

const untaxed: TaxRate = { basisPoints: 0, included: true };

/** Rates by the shop's own tables. */
export const tableRates: Rates = {
  termsFor: async ({ countryCode, shippingMethod, currency }) => {
    const goesThere = ({ countries }: ShippingMethod) => countries?.includes(countryCode) ?? true;
    const method = shippingMethods.find(
      (candidate) => goesThere(candidate) && (shippingMethod === undefined || candidate.code === shippingMethod),
    );
    const amountMinor = method?.price[currency];
    if (amountMinor === undefined) {
      const named = shippingMethod === undefined ? "nothing" : shippingMethod;
      const message = `${named} goes to ${countryCode} in ${currency}`;
      return err({ reason: "SHIPPING_UNAVAILABLE", message, field: ["shippingMethod"] });
    }
    return ok({ shipping: { amountMinor, currency }, tax: taxRates[countryCode] ?? untaxed });
  },
};
