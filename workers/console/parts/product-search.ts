import type { FormValues } from "../../kit/pages/form.ts";
import type { FlatDraft } from "./flat-draft.ts";
import { type SelectionName, selections } from "./promotion-draft.ts";

/** A search for products to add to a selection of goods. */
export interface ProductSearch {
  readonly selection: SelectionName;
  readonly query: string;
}

const names = Object.keys(selections) as SelectionName[];

/** Returns what a form searches for, also one whose button has added a product that was found. Undefined for another form. */
export function readProductSearch(form: FormValues): ProductSearch | undefined {
  const [picked] = form.get("pick").split(".");
  for (const selection of names) {
    const query = form.get(`${selection === picked ? "again" : "find"}.${selection}`);
    if (query !== "") return { selection, query };
  }
  return undefined;
}

/** Returns the draft with the product or SKU that a button of the picker has added. */
export function addPicked(draft: FlatDraft, pick: string): FlatDraft {
  const [, field = "", value = ""] = /^(\w+\.(?:productIds|skus))=(.+)$/.exec(pick) ?? [];
  const before = draft[field];
  if (before === undefined || listEntries(before).includes(value)) return draft;
  return { ...draft, [field]: before.trim() === "" ? value : `${before.trimEnd()}\n${value}` };
}

/** Returns the entries of a list in a field, between line breaks or commas. */
export function listEntries(text = ""): readonly string[] {
  return text.split(/[\n,]/).map((entry) => entry.trim());
}
