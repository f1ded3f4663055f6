import { parseCurrency } from "../../kit/domain/money.ts";
import type { FormValues } from "../../kit/pages/form.ts";
import { parseDecimalAmount } from "../../kit/pages/money.ts";
import type { CurrencyCode } from "../documents.generated.ts";
import { splitAmounts } from "./amount-list.ts";
import type { Difference, Loaded } from "./differences.tsx";

/** The values of a form as text, by the names of its fields. Values of a list are on lines of their own. */
export type FlatDraft = Readonly<Record<string, string>>;

/** An error of a form, with the id of its input. */
export interface DraftError {
  readonly text: string;
  readonly inputId?: string | undefined;
}

/** Reads the named fields of a form that was sent. Of checkboxes with one name, all values are read. */
export function readFlatDraft(form: FormValues, names: readonly string[]): FlatDraft {
  const toLines = (name: string) => form.all(name).join("\n").replaceAll("\r\n", "\n");
  return Object.fromEntries(names.map((name) => [name, toLines(name)]));
}

/** Returns a draft that a hidden field carried as JSON. Undefined if it is none. */
export function parseFlatDraft(text: string, names: readonly string[]): FlatDraft | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const isDraft = names.every((name) => typeof (value as Record<string, unknown>)[name] === "string");
    return isDraft ? (value as FlatDraft) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a form with what it was loaded with, or the choices after a conflict. Something new was loaded with nothing. */
export function readLoadedDraft(
  form: FormValues,
  names: readonly string[],
): { readonly draft: FlatDraft; readonly loaded: Loaded<FlatDraft> | undefined } {
  const base = parseFlatDraft(form.get("base"), names);
  const loaded = base === undefined ? undefined : { etag: form.get("etag"), base };
  const carried = parseFlatDraft(form.get("draft"), names);
  if (carried === undefined || base === undefined) return { draft: readFlatDraft(form, names), loaded };
  return { draft: mergeFlatDrafts(carried, base, form.byPrefix("keep.")), loaded };
}

/** Returns the fields of `input` that differ from those of `base`: what a person has changed. */
export function pickChanges<I extends object>(input: I, base: I): Partial<I> {
  const before = base as Readonly<Record<string, unknown>>;
  const changes = Object.entries(input).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changes) as Partial<I>;
}

interface Versions {
  /** The values of the form that was sent. */
  readonly mine: FlatDraft;
  readonly now: FlatDraft;
  /** The values that the form was loaded with. */
  readonly base: FlatDraft;
}

/** Returns the fields in which the form and the present values differ. `show` returns a value as a person reads it. */
export function findDifferences(
  { mine, now, base }: Versions,
  labels: Readonly<Record<string, string>>,
  show: (line: string) => string,
): readonly Difference[] {
  const toText = (draft: FlatDraft, key: string) =>
    splitLines(draft[key] ?? "")
      .map(show)
      .join("\n");
  return Object.entries(labels).flatMap(([key, label]) => {
    const [ours, theirs, before] = [mine, now, base].map((draft) => toText(draft, key));
    return ours === theirs
      ? []
      : [{ key, label, mine: ours, now: theirs, suggested: ours === before ? ("now" as const) : ("mine" as const) }];
  });
}

/** Returns the draft with the chosen value of each field. A field without a choice has the person's value. */
function mergeFlatDrafts(mine: FlatDraft, now: FlatDraft, choices: ReadonlyMap<string, string>): FlatDraft {
  const merged = Object.keys(mine).map((key) => [key, (choices.get(key) === "now" ? now : mine)[key] ?? ""]);
  return Object.fromEntries(merged);
}

/** An exact amount, as the API takes it. */
export interface Amount {
  readonly amountMinor: string;
  readonly currency: CurrencyCode;
}

/** Reads the fields of a draft as values of the API, and collects what is wrong with them. */
export interface DraftReader {
  readonly errors: readonly DraftError[];
  text(name: string): string;
  /** Null if the field is empty. */
  optional(name: string): string | null;
  isChecked(name: string): boolean;
  lines(name: string): string[];
  /** The entries between line breaks or commas. */
  list(name: string): string[];
  /** Null if the field is empty. */
  integer(name: string, label: string): number | null;
  /** A percentage with at most `digits` decimals, as a whole number of its smallest part: 1050 for "10.5" and 2. */
  percent(name: string, digits: number): number;
  /** One amount in major units of the currency. */
  amount(name: string, currency: string): Amount;
  amounts(name: string): Amount[];
  /** A minute in UTC, as the API has it. Null if the field is empty. */
  time(name: string, label: string): string | null;
}

export function createDraftReader(draft: FlatDraft): DraftReader {
  const errors: DraftError[] = [];
  const text = (name: string) => (draft[name] ?? "").trim();
  const toAmount = (value: string, currency: string, inputId: string): Amount => {
    const known = parseCurrency(currency);
    const amountMinor = known && parseDecimalAmount(value, known);
    if (amountMinor === undefined) errors.push({ text: `“${value}” is no amount in ${currency}`, inputId });
    return { amountMinor: amountMinor ?? "0", currency: known ?? "USD" };
  };
  return {
    errors,
    text,
    optional: (name) => text(name) || null,
    isChecked: (name) => text(name) !== "",
    lines: (name) => splitLines(text(name)),
    list: (name) => splitLines(text(name).replaceAll(",", "\n")),
    integer: (name, label) => {
      const value = text(name);
      const isInteger = /^-?\d{1,9}$/.test(value);
      if (value !== "" && !isInteger) errors.push({ text: `${label}: enter a whole number`, inputId: name });
      return isInteger ? Number(value) : null;
    },
    percent: (name, digits) => {
      const value = text(name);
      const [, units, fraction = ""] = /^(\d{1,3})(?:[.,](\d+))?$/.exec(value) ?? [];
      if (units === undefined || fraction.length > digits) {
        errors.push({ text: `“${value}” is no percentage with at most ${digits} decimals`, inputId: name });
        return 0;
      }
      return Number(units + fraction.padEnd(digits, "0"));
    },
    amount: (name, currency) => toAmount(text(name), currency, name),
    amounts: (name) => splitAmounts(text(name)).map(([currency, amount]) => toAmount(amount, currency, name)),
    time: (name, label) => {
      const value = text(name);
      if (value === "") return null;
      const at = Date.parse(`${value}Z`);
      if (!Number.isNaN(at)) return new Date(at).toISOString();
      errors.push({ text: `${label}: enter a day and a time`, inputId: name });
      return null;
    },
  };
}

/** Returns a time of the API as a field for a day and a time has it. */
export function toMinute(time: string | null): string {
  return time?.slice(0, 16) ?? "";
}

/** Returns a whole number of the smallest part of a percentage as a field has it: "10.5" for 1050 and 2. */
export function toPercentText(parts: number, digits: number): string {
  return String(parts / 10 ** digits);
}

function splitLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
