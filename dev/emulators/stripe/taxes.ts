import type { CurrencyCode } from "../../../workers/kit/domain/money.ts";
import { invalidRequest, missing } from "./errors.ts";
import * as fields from "./fields.ts";
import type { Form, FormValue } from "./form.ts";
import { newObjectId, type TaxCalculation, type TaxItem, type TaxTransaction } from "./objects.ts";
import type { Sandbox } from "./sandbox.ts";

interface Rate {
  readonly name: string;
  readonly jurisdiction: string;
  readonly level: "country" | "state" | "county";
  /** In parts per million. */
  readonly ppm: number;
}

const national = (country: string, name: string, ppm: number): readonly Rate[] => [
  { name, jurisdiction: country, level: "country", ppm },
];

/** The rates of a few places. Elsewhere the shop does not collect tax. */
const ratesByPlace: Readonly<Record<string, readonly Rate[]>> = {
  NL: national("Netherlands", "VAT", 210_000),
  DE: national("Germany", "VAT", 190_000),
  FR: national("France", "VAT", 200_000),
  CA: national("Canada", "GST", 50_000),
  "US CA": [
    { name: "Sales Tax", jurisdiction: "California", level: "state", ppm: 60_000 },
    { name: "Sales Tax", jurisdiction: "Los Angeles County", level: "county", ppm: 2_500 },
  ],
  "US NY": [{ name: "Sales Tax", jurisdiction: "New York", level: "state", ppm: 40_000 }],
};

/** Goods and services that are not taxed. */
const nontaxable = "txcd_00000000";
const shippingCode = "txcd_92010001";
const defaultCode = "txcd_99999999";
const calculationSeconds = 90 * 24 * 3_600;

/** Calculates the taxes of lines and of shipping. */
export function createCalculation(sandbox: Sandbox, form: Form): object {
  fields.allowOnly(form, ["currency", "customer_details", "line_items", "shipping_cost"]);
  const currency = fields.toCurrency(fields.required(form, "currency"));
  const details = toForm(form.customer_details, "customer_details");
  fields.allowOnly(details, ["address", "address_source", "taxability_override"]);
  fields.required(details, "address_source");
  const isReverseCharge = fields.text(details, "taxability_override") === "reverse_charge";
  const rates = isReverseCharge ? [] : findRates(toForm(details.address, "customer_details[address]"));
  const lines = Object.values(toForm(form.line_items, "line_items")).map((value) => {
    const line = toForm(value, "line_items");
    fields.allowOnly(line, ["amount", "quantity", "reference", "tax_behavior", "tax_code"]);
    return { ...toItem(line, currency, rates, defaultCode), id: newObjectId("tax_li") };
  });
  const shipping = form.shipping_cost === undefined ? undefined : toForm(form.shipping_cost, "shipping_cost");
  if (shipping !== undefined) fields.allowOnly(shipping, ["amount", "tax_behavior", "tax_code"]);
  const shippingItem = shipping === undefined ? null : toItem(shipping, currency, rates, shippingCode);
  const calculation: TaxCalculation = {
    id: newObjectId("taxcalc"),
    object: "tax.calculation",
    currency: currency.toLowerCase(),
    created: sandbox.now(),
    expires_at: sandbox.now() + calculationSeconds,
    livemode: false,
    lines,
    shipping: shippingItem,
    isReverseCharge,
  };
  sandbox.store.put(calculation);
  return toCalculationResponse(calculation);
}

export function listCalculationItems({ store }: Sandbox, id: string, query: URLSearchParams): object {
  const calculation = store.find<TaxCalculation>("tax.calculation", id);
  if (calculation === undefined) throw missing("tax.calculation", id);
  return toPage(calculation.lines, `/v1/tax/calculations/${id}/line_items`, query);
}

/** Records a sale. Its reference is unique. */
export function createTransaction(sandbox: Sandbox, form: Form): object {
  fields.allowOnly(form, ["calculation", "reference", "metadata"]);
  const id = fields.required(form, "calculation");
  const calculation = sandbox.store.find<TaxCalculation>("tax.calculation", id);
  if (calculation === undefined) throw missing("tax.calculation", id, "calculation");
  return save(sandbox, {
    type: "transaction",
    currency: calculation.currency,
    reference: requireNewReference(sandbox, form),
    metadata: fields.metadata(form),
    lines: calculation.lines,
    shipping: calculation.shipping,
    reversal: null,
  });
}

/** Reverses parts of a transaction, never more than is left of a part, or undoes a partial reversal. */
export function createReversal(sandbox: Sandbox, form: Form): object {
  fields.allowOnly(form, ["mode", "original_transaction", "reference", "line_items", "shipping_cost", "metadata"]);
  const original = getTransaction(sandbox, fields.required(form, "original_transaction"), "original_transaction");
  if (fields.required(form, "mode") === "full") return undoReversal(sandbox, original, form);
  const reference = requireNewReference(sandbox, form);
  const all = transactions(sandbox);
  const undone = new Set(all.map(({ reversal }) => reversal?.original_transaction));
  const reversed = all.filter(({ id, reversal }) => reversal?.original_transaction === original.id && !undone.has(id));
  const lines = Object.values(form.line_items === undefined ? {} : toForm(form.line_items, "line_items")).map(
    (value) => {
      const line = toForm(value, "line_items");
      fields.allowOnly(line, ["amount", "amount_tax", "original_line_item", "quantity", "reference"]);
      const originalId = fields.required(line, "original_line_item");
      const item = original.lines.find((candidate) => candidate.id === originalId);
      if (item === undefined) throw missing("tax.transaction_line_item", originalId, "original_line_item");
      const earlier = reversed.flatMap((transaction) =>
        transaction.lines.filter((other) => other.original === originalId),
      );
      const part = toReversedItem(line, item, earlier);
      return {
        ...part,
        id: newObjectId("tax_li"),
        reference: fields.required(line, "reference"),
        original: originalId,
      };
    },
  );
  const shipping =
    form.shipping_cost === undefined || original.shipping === null
      ? null
      : toReversedItem(
          toForm(form.shipping_cost, "shipping_cost"),
          original.shipping,
          reversed.flatMap((transaction) => transaction.shipping ?? []),
        );
  return save(sandbox, {
    type: "reversal",
    currency: original.currency,
    reference,
    metadata: fields.metadata(form),
    lines,
    shipping,
    reversal: { original_transaction: original.id },
  });
}

/** The emulator undoes partial reversals only. A transaction with its reversal undone is as it was before. */
function undoReversal(sandbox: Sandbox, reversal: TaxTransaction, form: Form): object {
  const isUndone = transactions(sandbox).some((other) => other.reversal?.original_transaction === reversal.id);
  if (reversal.type !== "reversal" || isUndone) {
    throw invalidRequest("invalid_tax_reversal", "The transaction cannot be reversed in full.", "original_transaction");
  }
  const negate = (item: TaxItem): TaxItem => ({ ...item, amount: -item.amount, amount_tax: -item.amount_tax });
  return save(sandbox, {
    type: "reversal",
    currency: reversal.currency,
    reference: requireNewReference(sandbox, form),
    metadata: fields.metadata(form),
    lines: reversal.lines.map(negate),
    shipping: reversal.shipping === null ? null : negate(reversal.shipping),
    reversal: { original_transaction: reversal.id },
  });
}

export function readTransaction(sandbox: Sandbox, id: string): object {
  return toTransactionResponse(getTransaction(sandbox, id, "id"));
}

export function listTransactionItems(sandbox: Sandbox, id: string, query: URLSearchParams): object {
  return toPage(getTransaction(sandbox, id, "id").lines, `/v1/tax/transactions/${id}/line_items`, query);
}

/** Returns all transactions, oldest first. Stripe has no such list. */
export function listTransactions(sandbox: Sandbox): readonly object[] {
  return [...transactions(sandbox)].reverse().map(toTransactionResponse);
}

function transactions({ store }: Sandbox): readonly TaxTransaction[] {
  return store.list<TaxTransaction>("tax.transaction", { limit: 1_000_000 });
}

function getTransaction({ store }: Sandbox, id: string, param: string): TaxTransaction {
  const transaction = store.find<TaxTransaction>("tax.transaction", id);
  if (transaction === undefined) throw missing("tax.transaction", id, param);
  return transaction;
}

function requireNewReference(sandbox: Sandbox, form: Form): string {
  const reference = fields.required(form, "reference");
  if (transactions(sandbox).some((transaction) => transaction.reference === reference)) {
    throw invalidRequest("resource_already_exists", `A transaction has the reference ${reference}.`, "reference");
  }
  return reference;
}

function save(sandbox: Sandbox, values: Omit<TaxTransaction, "id" | "object" | "created" | "livemode">): object {
  const created = sandbox.now();
  const transaction: TaxTransaction = {
    id: newObjectId("tax"),
    object: "tax.transaction",
    created,
    livemode: false,
    ...values,
  };
  sandbox.store.put(transaction);
  return toTransactionResponse(transaction);
}

function findRates(address: Form): readonly Rate[] {
  fields.allowOnly(address, ["country", "state", "postal_code", "city", "line1", "line2"]);
  const country = fields.required(address, "country");
  const state = fields.text(address, "state")?.toUpperCase();
  const isKnown = country !== "US" || (state !== undefined && fields.text(address, "postal_code") !== undefined);
  if (!isKnown) {
    throw invalidRequest(
      "customer_tax_location_invalid",
      "We could not determine the customer's tax location based on the provided address.",
      "customer_details[address]",
    );
  }
  return ratesByPlace[`${country} ${state}`] ?? ratesByPlace[country] ?? [];
}

/** Rounds the tax of each rate half up, as a tax authority that taxes each rate by itself does. */
function toItem(form: Form, currency: CurrencyCode, rates: readonly Rate[], code: string): TaxItem {
  const amount = toInteger(form, "amount");
  if (amount < 0) throw invalidRequest("parameter_invalid_integer", "Amount must not be negative.", "amount");
  const taxCode = fields.text(form, "tax_code") ?? code;
  const behavior = fields.required(form, "tax_behavior");
  const applied = taxCode === nontaxable ? [] : rates;
  const sum = applied.reduce((total, { ppm }) => total + ppm, 0);
  const net = behavior === "inclusive" ? 1_000_000 + sum : 1_000_000;
  const taxes = applied.map(({ ppm }) => Math.floor((2 * amount * ppm + net) / (2 * net)));
  const tax = taxes.reduce((total, part) => total + part, 0);
  return {
    currency: currency.toLowerCase(),
    amount,
    amount_tax: tax,
    quantity: Number(fields.text(form, "quantity") ?? 1),
    reference: fields.text(form, "reference") ?? "",
    tax_behavior: behavior,
    tax_code: taxCode,
    breakdown: applied.map((rate, index) => ({
      amount: taxes[index] ?? 0,
      taxable_amount: behavior === "inclusive" ? amount - tax : amount,
      sourcing: "destination",
      taxability_reason: "standard_rated",
      jurisdiction: { country: rate.jurisdiction, display_name: rate.jurisdiction, level: rate.level, state: null },
      tax_rate_details: {
        display_name: rate.name,
        percentage_decimal: String(rate.ppm / 10_000),
        tax_type: rate.name === "VAT" ? "vat" : "sales_tax",
      },
    })),
  };
}

function toReversedItem(form: Form, original: TaxItem, earlier: readonly TaxItem[]): TaxItem {
  const [amount, tax] = [toInteger(form, "amount"), toInteger(form, "amount_tax")];
  const left = (key: "amount" | "amount_tax") => earlier.reduce((rest, item) => rest + item[key], original[key]);
  if (amount > 0 || tax > 0 || -amount > left("amount") || -tax > left("amount_tax")) {
    throw invalidRequest("invalid_tax_reversal", "The amount is greater than what is left of the item.", "amount");
  }
  return { ...original, amount, amount_tax: tax, quantity: Number(fields.text(form, "quantity") ?? 1), breakdown: [] };
}

function toInteger(form: Form, name: string): number {
  const text = fields.required(form, name);
  if (!/^-?\d+$/.test(text)) throw invalidRequest("parameter_invalid_integer", `Invalid integer: ${text}`, name);
  return Number(text);
}

function toForm(value: FormValue | undefined, name: string): Form {
  if (typeof value === "object" && !Array.isArray(value)) return value;
  throw invalidRequest("parameter_missing", `Missing required param: ${name}.`, name);
}

function toCalculationResponse({ lines, shipping, ...calculation }: TaxCalculation): object {
  const { isReverseCharge, ...rest } = calculation;
  const items = shipping === null ? lines : [...lines, shipping];
  const sumOf = (behavior: string) =>
    items.reduce((sum, item) => sum + (item.tax_behavior === behavior ? item.amount_tax : 0), 0);
  const gross = items.reduce((sum, item) => sum + item.amount, 0);
  return {
    ...rest,
    amount_total: gross + sumOf("exclusive"),
    tax_amount_exclusive: sumOf("exclusive"),
    tax_amount_inclusive: sumOf("inclusive"),
    tax_date: calculation.created,
    customer_details: { taxability_override: isReverseCharge ? "reverse_charge" : "none" },
    line_items: toPage(lines, `/v1/tax/calculations/${calculation.id}/line_items`, new URLSearchParams()),
    shipping_cost: shipping === null ? null : toItemResponse(shipping),
  };
}

function toTransactionResponse({ lines, shipping, ...transaction }: TaxTransaction): object {
  return {
    ...transaction,
    line_items: toPage(lines, `/v1/tax/transactions/${transaction.id}/line_items`, new URLSearchParams()),
    shipping_cost: shipping === null ? null : toItemResponse(shipping),
  };
}

/** Returns a page of line items: ten by default. */
function toPage(items: readonly TaxItem[], url: string, query: URLSearchParams): object {
  const limit = Number(query.get("limit") ?? 10);
  const after = query.get("starting_after");
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const page = items.slice(start, start + limit);
  return { object: "list", url, has_more: start + limit < items.length, data: page.map(toItemResponse) };
}

function toItemResponse({ breakdown, currency: _, original, ...item }: TaxItem): object {
  return {
    ...item,
    tax_breakdown: breakdown,
    ...(original === undefined ? {} : { reversal: { original_line_item: original } }),
  };
}
