import { readFileSync } from "node:fs";
import { type CurrencyCode, formatMoney } from "../../workers/kit/domain/money.ts";
import { amountRules } from "../../workers/kit/domain/payment-amounts.ts";
import type { Pricing } from "../../workers/order/domain/pricing/model.ts";
import {
  applyRefund,
  divideRefund,
  leftOf,
  type RefundAccount,
  type RefundRequest,
  toRefundAccount,
} from "../../workers/order/domain/pricing/refund.ts";
import type { Class, Effect, Order, Promotion, Rate } from "./reference.ts";

/** The JSON of an example. Amounts are decimal strings. A selection is a list of SKUs, and all lines when absent. */
interface ExampleJson {
  readonly currency: CurrencyCode;
  readonly taxesIncluded: boolean;
  readonly taxRounding?: "LINE" | "ORDER";
  readonly reverseCharge?: boolean;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly unitPrice: string;
    readonly weightGrams?: number;
    readonly taxRates: RatesJson;
  }[];
  readonly shippingMethods: readonly {
    readonly code: string;
    readonly rates: readonly {
      readonly fromAmount?: string;
      readonly toAmount?: string;
      readonly fromWeightGrams?: number;
      readonly toWeightGrams?: number;
      readonly price: string;
    }[];
    readonly taxRates: RatesJson;
  }[];
  readonly promotions?: readonly PromotionJson[];
  readonly refunds?: readonly RefundJson[];
}

/** Parts per million by name. */
type RatesJson = Readonly<Record<string, number>>;

interface PromotionJson {
  readonly name: string;
  readonly class: Class;
  readonly code?: string;
  readonly priority?: number;
  readonly combinesWith?: readonly Class[];
  readonly minAmount?: string;
  readonly percentage?: {
    readonly basisPoints: number;
    readonly maxAmount?: string;
    readonly skus?: readonly string[];
  };
  readonly fixedAmount?: { readonly amount: string; readonly eachItem?: boolean; readonly skus?: readonly string[] };
  readonly buyXGetY?: {
    readonly buy: number;
    readonly get: number;
    readonly basisPoints: number;
    readonly skus?: readonly string[];
  };
}

type RefundJson =
  | { readonly lines: Readonly<Record<string, number>>; readonly shipping?: boolean }
  | { readonly amount: string }
  | { readonly all: true };

export interface WorkedExample {
  readonly title: string;
  readonly json: ExampleJson;
  readonly order: Order;
  /** The Markdown between the JSON and the next title. */
  readonly shown: string;
}

const examplePattern = /^## (.+)\n[\s\S]*?```json\n([\s\S]*?)```\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm;

/** Reads the examples of docs/pricing-examples.md. */
export function readWorkedExamples(): readonly WorkedExample[] {
  const page = readFileSync(new URL("../../docs/pricing-examples.md", import.meta.url), "utf8");
  return [...page.matchAll(examplePattern)].map(([, title = "", json = "", shown = ""]) => {
    const parsed = JSON.parse(json) as ExampleJson;
    return { title, json: parsed, order: toOrder(parsed), shown };
  });
}

/** Returns the table that shows what the lines, shipping and the whole order cost. */
export function toPriceTable({ currency }: ExampleJson, pricing: Pricing): string {
  const { lines, shipping, taxesIncluded } = pricing;
  const account = toRefundAccount(pricing, amountRules[currency].step);
  const hasReverseCharge = pricing.reverseChargeAmount > 0n;
  const row = (name: string, amounts: readonly bigint[]) => toRow([name, ...amounts.map((a) => format(a, currency))]);
  const toAmounts = (full: bigint, discount: bigint, reverseCharge: bigint, tax: bigint, paid: bigint) => [
    full,
    discount,
    ...(hasReverseCharge ? [reverseCharge] : []),
    tax,
    paid,
  ];
  return [
    toRow([
      "",
      "Price",
      "Discount",
      ...(hasReverseCharge ? ["Reverse charge"] : []),
      taxesIncluded ? "Tax inside" : "Tax on top",
      "To pay",
    ]),
    toRow(["---", ...Array.from({ length: hasReverseCharge ? 5 : 4 }, () => "---:")]),
    ...lines.map((line, index) =>
      row(
        `${line.quantity} × ${line.sku}`,
        toAmounts(
          line.total,
          line.discountTotal,
          line.reverseChargeAmount,
          line.tax,
          account.lines[index]?.value ?? 0n,
        ),
      ),
    ),
    row(
      `shipping, ${shipping.method ?? "none"}`,
      toAmounts(
        shipping.price,
        shipping.discountTotal,
        shipping.reverseChargeAmount,
        shipping.tax,
        account.shipping.value,
      ),
    ),
    row(
      "**total**",
      toAmounts(
        pricing.subtotal + shipping.price,
        pricing.discountTotal,
        pricing.reverseChargeAmount,
        pricing.tax,
        pricing.total,
      ),
    ),
  ].join("\n");
}

/** Returns the table of the refunds of an example, in their order, or undefined if it has none. */
export function toRefundTable({ currency, refunds = [] }: ExampleJson, pricing: Pricing): string | undefined {
  if (refunds.length === 0) return undefined;
  let account = toRefundAccount(pricing, amountRules[currency].step);
  const rows = refunds.map((refund) => {
    const parts = divideRefund(account, toRequest(refund, currency));
    if (typeof parts === "string") throw new Error(parts);
    account = applyRefund(account, parts);
    const [amount, tax] = [sum(parts.map((part) => part.amount)), sum(parts.map((part) => part.tax))];
    return toRow([describeRefund(refund), ...[amount, tax, totalLeft(account)].map((a) => format(a, currency))]);
  });
  return [toRow(["Refund", "Amount", "Tax inside", "Left"]), toRow(["---", "---:", "---:", "---:"]), ...rows].join(
    "\n",
  );
}

function describeRefund(refund: RefundJson): string {
  if ("all" in refund) return "all that is left";
  if ("amount" in refund) return `an amount of ${refund.amount}`;
  const units = Object.entries(refund.lines).map(([sku, quantity]) => `${quantity} × ${sku}`);
  return [...units, ...(refund.shipping === true ? ["shipping"] : [])].join(", ");
}

function toRequest(refund: RefundJson, currency: CurrencyCode): RefundRequest {
  if ("all" in refund) return { type: "all" };
  if ("amount" in refund) return { type: "amount", amount: toMinor(refund.amount, currency) };
  const lines = Object.entries(refund.lines).map(([sku, quantity]) => ({ sku, quantity }));
  return { type: "lines", lines, shipping: refund.shipping ?? false };
}

function totalLeft({ lines, shipping }: RefundAccount): bigint {
  return sum([...lines, shipping].map(leftOf));
}

function toOrder(json: ExampleJson): Order {
  const { currency, lines, shippingMethods, promotions = [] } = json;
  const skus = lines.map(({ sku }) => sku);
  const none = 10n ** 12n;
  return {
    step: amountRules[currency].step,
    taxesIncluded: json.taxesIncluded,
    roundsPerOrder: json.taxRounding === "ORDER",
    reverseCharge: json.reverseCharge ?? false,
    lines: lines.map(({ sku, quantity, unitPrice, weightGrams, taxRates }) => ({
      sku,
      quantity,
      unitPrice: toMinor(unitPrice, currency),
      weightGrams: weightGrams ?? 0,
      rates: toRates(taxRates),
    })),
    methods: shippingMethods.map(({ code, rates, taxRates }) => ({
      code,
      rates: toRates(taxRates),
      tiers: rates.map(({ fromAmount, toAmount, fromWeightGrams, toWeightGrams, price }) => ({
        weight: [fromWeightGrams ?? 0, toWeightGrams ?? Number(none)],
        amount: [
          fromAmount === undefined ? 0n : toMinor(fromAmount, currency),
          toAmount === undefined ? none : toMinor(toAmount, currency),
        ],
        price: toMinor(price, currency),
      })),
    })),
    promotions: promotions.map((promotion, index) => toPromotion(promotion, index, skus, currency)),
  };
}

/** The promotions of an example were created in the order in which it lists them. */
function toPromotion(json: PromotionJson, index: number, skus: readonly string[], currency: CurrencyCode): Promotion {
  const all = skus.map((_, position) => position);
  return {
    id: json.name,
    class: json.class,
    hasCode: json.code !== undefined,
    priority: json.priority ?? 0,
    combinesWith: json.combinesWith ?? [],
    createdAt: index,
    minAmount: json.minAmount === undefined ? 0n : toMinor(json.minAmount, currency),
    minQuantity: 0,
    counted: all,
    methods: [],
    effect: toEffect(
      json,
      (selected) => (selected === undefined ? all : selected.map((sku) => skus.indexOf(sku))),
      currency,
    ),
  };
}

function toEffect(
  { percentage, fixedAmount, buyXGetY }: PromotionJson,
  select: (skus: readonly string[] | undefined) => readonly number[],
  currency: CurrencyCode,
): Effect {
  if (percentage !== undefined) {
    const max = percentage.maxAmount === undefined ? {} : { max: toMinor(percentage.maxAmount, currency) };
    return { kind: "percentage", basisPoints: percentage.basisPoints, ...max, on: select(percentage.skus) };
  }
  if (fixedAmount !== undefined) {
    const { amount, eachItem = false, skus } = fixedAmount;
    return { kind: "fixed", amount: toMinor(amount, currency), each: eachItem, on: select(skus) };
  }
  if (buyXGetY === undefined) throw new Error("A promotion needs a reward");
  const selected = select(buyXGetY.skus);
  const { buy, get, basisPoints } = buyXGetY;
  return { kind: "buyGet", buy: selected, buyCount: buy, get: selected, getCount: get, basisPoints };
}

function toRates(rates: RatesJson): readonly Rate[] {
  return Object.entries(rates).map(([name, ratePpm]) => ({ name, ratePpm }));
}

function toMinor(text: string, currency: CurrencyCode): bigint {
  const [units = "", decimals = ""] = text.split(".");
  const { length } = format(0n, currency).split(".")[1] ?? "";
  if (decimals.length !== length) throw new Error(`${text} needs ${length} decimals`);
  return BigInt(`${units}${decimals}`);
}

function format(amountMinor: bigint, currency: CurrencyCode): string {
  return formatMoney({ amountMinor, currency }).replaceAll(/[^\d.]/g, "");
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
