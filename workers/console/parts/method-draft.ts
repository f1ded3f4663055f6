import { parseCurrency } from "../../kit/domain/money.ts";
import { toDecimalAmount } from "../../kit/pages/money.ts";
import type { EditedMethodFragment, ShippingMethodInput, ShippingRateInput } from "../documents.generated.ts";
import { createDraftReader, type DraftError, type FlatDraft } from "./flat-draft.ts";

/** The fields of the form of a shipping method with their names for people. */
export const methodLabels = {
  code: "Code",
  name: "Name",
  taxClassCode: "Tax class",
  carrier: "Carrier",
  minDeliveryDays: "Days at least",
  maxDeliveryDays: "Days at most",
  active: "Offered",
} as const;

/** The columns of the rates of a method. */
export const rateLabels = {
  currency: "Currency",
  price: "Price",
  fromWeightGrams: "From weight (g)",
  toWeightGrams: "Below weight (g)",
  fromAmount: "From amount",
  toAmount: "Below amount",
} as const;

export type RateField = keyof typeof rateLabels;

const newRates = 3;
const rateFields = Object.keys(rateLabels) as readonly RateField[];

export const toRateField = (index: number, field: RateField) => `rate.${index}.${field}`;

/** Returns the names of all fields of a form with so many rates. */
export function toMethodFields(rates: number): readonly string[] {
  const ofRates = Array.from({ length: rates }, (_, index) => rateFields.map((field) => toRateField(index, field)));
  return [...Object.keys(methodLabels), ...ofRates.flat()];
}

/** Returns how many rates a form with these values has. */
export function countRates(draft: FlatDraft): number {
  let count = 0;
  while (draft[toRateField(count, "price")] !== undefined) count++;
  return count;
}

/** Returns a method as the form has it, with blank rows for new rates. */
export function toMethodDraft(method: EditedMethodFragment | undefined): FlatDraft {
  const rates = method?.rates ?? [];
  const rows = Array.from({ length: rates.length + newRates }, (_, index): FlatDraft => {
    const rate = rates[index];
    const row = {
      currency: rate?.price.currency ?? "",
      price: rate === undefined ? "" : toDecimalAmount(rate.price),
      fromWeightGrams: String(rate?.fromWeightGrams ?? ""),
      toWeightGrams: String(rate?.toWeightGrams ?? ""),
      fromAmount: rate?.fromAmount ? toDecimalAmount(rate.fromAmount) : "",
      toAmount: rate?.toAmount ? toDecimalAmount(rate.toAmount) : "",
    };
    return Object.fromEntries(rateFields.map((field) => [toRateField(index, field), row[field]]));
  });
  return {
    code: method?.code ?? "",
    name: method?.name ?? "",
    taxClassCode: method?.taxClass.code ?? "standard",
    carrier: method?.carrier ?? "",
    minDeliveryDays: String(method?.minDeliveryDays ?? ""),
    maxDeliveryDays: String(method?.maxDeliveryDays ?? ""),
    active: method === undefined || method.active ? "yes" : "",
    ...Object.assign({}, ...rows),
  };
}

/** Returns a method as the API takes it, and what is no amount or number in the form. A rate without a price is removed. */
export function toMethodInput(draft: FlatDraft): {
  readonly input: ShippingMethodInput;
  /** The row in the form of each rate. */
  readonly rows: readonly number[];
  readonly errors: readonly DraftError[];
} {
  const reader = createDraftReader(draft);
  const unknown: DraftError[] = [];
  const rates = Array.from({ length: countRates(draft) }, (_, index) => index).flatMap((index) => {
    const id = (field: RateField) => toRateField(index, field);
    if (reader.text(id("price")) === "") return [];
    const currency = reader.text(id("currency")).toUpperCase();
    if (parseCurrency(currency) === undefined) {
      unknown.push({ text: `Rate ${index + 1}: enter a currency of the shop`, inputId: id("currency") });
      return [];
    }
    const amount = (field: RateField) => (reader.text(id(field)) === "" ? null : reader.amount(id(field), currency));
    const grams = (field: RateField) => reader.integer(id(field), rateLabels[field]);
    const rate: ShippingRateInput = {
      fromWeightGrams: grams("fromWeightGrams"),
      toWeightGrams: grams("toWeightGrams"),
      fromAmount: amount("fromAmount"),
      toAmount: amount("toAmount"),
      price: reader.amount(id("price"), currency),
    };
    return [{ index, rate }];
  });
  const input: ShippingMethodInput = {
    code: reader.text("code"),
    name: reader.text("name"),
    taxClassCode: reader.text("taxClassCode"),
    carrier: reader.optional("carrier"),
    rates: rates.map(({ rate }) => rate),
    minDeliveryDays: reader.integer("minDeliveryDays", methodLabels.minDeliveryDays),
    maxDeliveryDays: reader.integer("maxDeliveryDays", methodLabels.maxDeliveryDays),
    active: reader.isChecked("active"),
  };
  return { input, rows: rates.map(({ index }) => index), errors: [...unknown, ...reader.errors] };
}
