import Stripe from "stripe";
import { describeError } from "../../kit/observability/log.ts";
import { createCircuitBreaker } from "../../kit/storage/circuit-breaker.ts";
import type { TaxLine } from "../domain/pricing/model.ts";
import { getStripeClient, type StripeConnection } from "../payments/stripe-client.ts";
import type { PartTax, RefundedTax, TaxableOrder, TaxCalculation, Taxes, TaxReport } from "./port.ts";

export interface StripeTaxConfig extends StripeConnection {
  /** Stripe's tax codes of the shop's tax classes. A class without a code has the default of the Stripe account. */
  readonly taxCodes: ReadonlyMap<string, string>;
}

/** A quote waits for the response. */
const timeoutMs = 4_000;

/** While Stripe does not respond, quotes fail immediately. */
const breaker = createCircuitBreaker({ dependency: "stripe tax", failureThreshold: 3, openMs: 5_000 });

/** Returns taxes by Stripe Tax. It gets the amounts, and the country, region and postal code of the destination. */
export function createStripeTaxes(config: StripeTaxConfig): Taxes {
  const stripe = getStripeClient(config);
  return {
    calculate: async (order, signal) => {
      try {
        return await breaker.run(
          () => calculate(stripe, order, config),
          // A request that Stripe rejects says nothing about the next one.
          (error) => !signal.aborted && !(error instanceof Stripe.errors.StripeInvalidRequestError),
        );
      } catch (error) {
        return isUnknownDestination(error)
          ? { type: "unknownDestination" }
          : { type: "unavailable", reason: describeError(error) };
      }
    },
    record: (calculation, reference, key) =>
      report(() => {
        const sale = { calculation, reference };
        return stripe.tax.transactions.createFromCalculation(sale, { idempotencyKey: key, timeout: timeoutMs });
      }),
    reverse: (transactionId, refunded, reference, key) =>
      report(async () => {
        const reversal = { mode: "partial", original_transaction: transactionId, reference } as const;
        const parts = await toReversedParts(stripe, transactionId, refunded, reference);
        const options = { idempotencyKey: key, timeout: timeoutMs };
        return stripe.tax.transactions.createReversal({ ...reversal, ...parts }, options);
      }),
    undoReversal: (reversalId, reference, key) =>
      report(() => {
        const reversal = { mode: "full", original_transaction: reversalId, reference } as const;
        return stripe.tax.transactions.createReversal(reversal, { idempotencyKey: key, timeout: timeoutMs });
      }),
  };
}

async function report(send: () => Promise<{ readonly id: string }>): Promise<TaxReport> {
  try {
    return { type: "reported", transactionId: (await send()).id };
  } catch (error) {
    const type = error instanceof Stripe.errors.StripeInvalidRequestError ? "refused" : "unavailable";
    return { type, reason: describeError(error) };
  }
}

/** Stripe's reversals have negative amounts, and name the line items of the transaction. */
async function toReversedParts(
  stripe: Stripe,
  transactionId: string,
  { lines, shipping }: RefundedTax,
  reference: string,
): Promise<Pick<Stripe.Tax.TransactionCreateReversalParams, "line_items" | "shipping_cost">> {
  const items = new Map<string, string>();
  const listed = stripe.tax.transactions.listLineItems(transactionId, { limit: 100 }, { timeout: timeoutMs });
  if (lines.length > 0) for await (const item of listed) items.set(item.reference, item.id);
  return {
    ...(lines.length === 0
      ? {}
      : {
          line_items: lines.map(({ sku, quantity, amount, tax }) => ({
            original_line_item: items.get(sku) ?? "",
            reference: `${reference}:${sku}`,
            amount: -Number(amount),
            amount_tax: -Number(tax),
            ...(quantity === 0 ? {} : { quantity }),
          })),
        }),
    ...(shipping === undefined
      ? {}
      : { shipping_cost: { amount: -Number(shipping.amount), amount_tax: -Number(shipping.tax) } }),
  };
}

async function calculate(stripe: Stripe, order: TaxableOrder, { taxCodes }: StripeTaxConfig): Promise<TaxCalculation> {
  const { currency, taxesIncluded, isReverseCharge, destination, lines, shipping } = order;
  const taxBehavior = taxesIncluded ? "inclusive" : "exclusive";
  const calculation = await stripe.tax.calculations.create(
    {
      currency: currency.toLowerCase(),
      customer_details: {
        address: {
          country: destination.countryCode,
          ...(destination.region === "" ? {} : { state: destination.region }),
          ...(destination.postalCode === "" ? {} : { postal_code: destination.postalCode }),
        },
        address_source: "shipping",
        ...(isReverseCharge ? { taxability_override: "reverse_charge" } : {}),
      },
      line_items: lines.map(({ sku, quantity, amount, taxClass }) => ({
        reference: sku,
        quantity,
        amount: Number(amount),
        tax_behavior: taxBehavior,
        ...toTaxCode(taxCodes.get(taxClass)),
      })),
      shipping_cost: {
        amount: Number(shipping.amount),
        tax_behavior: taxBehavior,
        // Stripe has a code for shipping, which applies unless shipping is exempt.
        ...(shipping.taxClass === "exempt" ? toTaxCode(taxCodes.get("exempt")) : {}),
      },
      expand: ["line_items.data.tax_breakdown", "shipping_cost.tax_breakdown"],
    },
    { timeout: timeoutMs },
  );
  const { id, shipping_cost: shippingCost } = calculation;
  if (id === null) throw new Error("The calculation has no id");
  const taxes = new Map<string, PartTax>();
  for (const item of await readLineItems(stripe, id, calculation)) taxes.set(item.reference, toPartTax(item));
  return {
    type: "calculated",
    calculationId: id,
    lines: lines.map(({ sku }) => {
      const tax = taxes.get(sku);
      if (tax === undefined) throw new Error("The calculation has no tax for a line");
      return tax;
    }),
    shipping: shippingCost === null ? { tax: 0n, taxLines: [] } : toPartTax(shippingCost),
  };
}

const toTaxCode = (code: string | undefined) => (code === undefined ? {} : { tax_code: code });

/** The response has the first ten line items. */
async function readLineItems(
  stripe: Stripe,
  id: string,
  { line_items: items }: Stripe.Tax.Calculation,
): Promise<readonly Stripe.Tax.CalculationLineItem[]> {
  if (items?.has_more === false) return items.data;
  const all: Stripe.Tax.CalculationLineItem[] = [];
  const page = { limit: 100, expand: ["data.tax_breakdown"] };
  for await (const item of stripe.tax.calculations.listLineItems(id, page, { timeout: timeoutMs })) all.push(item);
  return all;
}

/** What a line item and the shipping cost have in common. */
interface TaxedPart {
  readonly amount_tax: number;
  readonly tax_breakdown?:
    | readonly {
        readonly amount: number;
        readonly taxable_amount: number;
        readonly jurisdiction: { readonly display_name: string; readonly level: string };
        readonly tax_rate_details: { readonly display_name: string; readonly percentage_decimal: string } | null;
      }[]
    | null;
}

/** Taxes that are not imposed have no rate. */
function toPartTax({ amount_tax, tax_breakdown }: TaxedPart): PartTax {
  const taxLines = (tax_breakdown ?? []).flatMap((part): readonly TaxLine[] => {
    const { tax_rate_details: rate, jurisdiction, taxable_amount, amount } = part;
    if (rate === null || amount === 0) return [];
    const isNational = jurisdiction.level === "country";
    return [
      {
        name: isNational ? rate.display_name : `${rate.display_name} (${jurisdiction.display_name})`,
        ratePpm: Math.round(Number(rate.percentage_decimal) * 10_000),
        taxableAmount: BigInt(taxable_amount),
        amount: BigInt(amount),
      },
    ];
  });
  return { tax: BigInt(amount_tax), taxLines };
}

function isUnknownDestination(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "customer_tax_location_invalid";
}
