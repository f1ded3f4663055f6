import { parseCurrency } from "../../kit/domain/money.ts";
import type { FormValues } from "../../kit/pages/form.ts";
import { parseDecimalAmount, toDecimalAmount } from "../../kit/pages/money.ts";
import type { PriceListPageQuery, PriceListPriceInput } from "../documents.generated.ts";
import type { DraftError } from "./flat-draft.ts";

type PriceList = Extract<PriceListPageQuery["node"], { __typename: "PriceList" }>;
type Price = PriceList["prices"]["edges"][number]["node"];

/** A price of a list as the form has it: all of its fields are text. */
export interface PriceRow {
  readonly sku: string;
  readonly currency: string;
  readonly minQuantity: string;
  /** Decimal. Empty to remove the price. */
  readonly amount: string;
  /** The amount that the form was loaded with. Empty for a new price. */
  readonly was: string;
}

const blankRow: PriceRow = { sku: "", currency: "", minQuantity: "1", amount: "", was: "" };
const newRows = 3;

/** Returns the prices of a page, and blank rows for new ones. */
export function toPriceRows(prices: readonly Price[]): readonly PriceRow[] {
  const rows = prices.map(({ sku, minQuantity, amount }) => {
    const text = toDecimalAmount(amount);
    return { sku, currency: amount.currency, minQuantity: String(minQuantity), amount: text, was: text };
  });
  return [...rows, ...Array.from({ length: newRows }, () => blankRow)];
}

export function readPriceRows(form: FormValues): readonly PriceRow[] {
  const rows: PriceRow[] = [];
  while (form.has(`price.${rows.length}.sku`)) {
    const field = (name: string) => form.get(`price.${rows.length}.${name}`);
    rows.push({
      sku: field("sku"),
      currency: field("currency").toUpperCase(),
      minQuantity: field("minQuantity"),
      amount: field("amount"),
      was: field("was"),
    });
  }
  return rows;
}

/** Returns the prices that a person has changed, the row of each, and what is no amount or number. */
export function toPriceChanges(rows: readonly PriceRow[]) {
  const errors: DraftError[] = [];
  const changes = rows.flatMap((row, index): { index: number; price: PriceListPriceInput }[] => {
    const isNew = row.was === "";
    if (row.amount === row.was && (!isNew || row.sku === "")) return [];
    const { sku, amount } = row;
    const currency = parseCurrency(row.currency);
    const id = (name: string) => `price.${index}.${name}`;
    const isAmount = currency !== undefined && parseDecimalAmount(amount, currency) !== undefined;
    if (currency === undefined) errors.push({ text: `${sku}: enter a currency of the shop`, inputId: id("currency") });
    else if (!isAmount && (isNew || amount !== "")) {
      errors.push({ text: `${sku}: “${amount}” is no amount in ${currency}`, inputId: id("amount") });
    }
    if (!/^\d{1,4}$/.test(row.minQuantity)) {
      errors.push({ text: `${sku}: enter from how many units on it applies`, inputId: id("minQuantity") });
    }
    if (currency === undefined) return [];
    const amountMinor = amount === "" ? null : (parseDecimalAmount(amount, currency) ?? null);
    return [{ index, price: { sku, currency, minQuantity: Number(row.minQuantity) || 1, amountMinor } }];
  });
  return { changes, errors: errors as readonly DraftError[] };
}
