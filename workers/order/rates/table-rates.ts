import { err, ok } from "../../kit/domain/result.ts";
import type { Rates } from "./port.ts";
import { type ShippingMethod, shippingMethods, type TaxRate, taxRates } from "./tables.ts";

const untaxed: TaxRate = { basisPoints: 0, included: true };

/** Returns rates from the tables in `tables.ts`. */
export const tableRates: Rates = {
  getTerms: async ({ countryCode, shippingMethod, currency }) => {
    const servesCountry = ({ countries }: ShippingMethod) => countries?.includes(countryCode) ?? true;
    const method = shippingMethods.find(
      (candidate) => servesCountry(candidate) && (shippingMethod === undefined || candidate.code === shippingMethod),
    );
    const amountMinor = method?.price[currency];
    if (method === undefined || amountMinor === undefined) {
      const subject = shippingMethod === undefined ? "No shipping method serves" : `${shippingMethod} does not serve`;
      const message = `${subject} ${countryCode} in ${currency}`;
      return err({ reason: "SHIPPING_UNAVAILABLE", message, field: ["shippingMethod"] });
    }
    return ok({
      shipping: { amountMinor, currency },
      shippingMethod: method.code,
      tax: taxRates[countryCode] ?? untaxed,
    });
  },
};
