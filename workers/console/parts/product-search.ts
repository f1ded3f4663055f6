import type { FormValues } from "../../kit/pages/form.ts";
import type { FlatDraft } from "./flat-draft.ts";
import { type SelectionName, selections } from "./promotion-draft.ts";

/** A search for products to add to a selection of goods. */
export interface ProductSearch {
  readonly selection: SelectionName;
  readonly query: string;
}

const names = Object.keys(selections) as SelectionName[];

/**
 * Returns what a form searches for, also one whose button has added a product that was found. Undefined for a form that another
 * button has sent, even with a text in a search field.
 */
export function readProductSearch(form: FormValues): ProductSearch | undefined {
  const [picked] = form.get("pick").split(".");
  const isEnter = form.get("then") === "enter";
  for (const selection of names) {
    const query = form.get(`${selection === picked ? "again" : "find"}.${selection}`);
    const isSearched = selection === picked || form.get("find") === selection;
    if (isSearched || (isEnter && query !== "")) return { selection, query };
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

/** The lists of a selection of goods, with the type of the API and its key that an entry names. */
const lists = {
  productIds: { __typename: "Product", key: "id" },
  skus: { __typename: "Variant", key: "sku" },
  excludedSkus: { __typename: "Variant", key: "sku" },
} as const;

export type GoodsList = keyof typeof lists;

/** The goods of one form whose names are shown. */
const maxNamed = 200;

/** Returns references to the products and SKUs that a draft selects, by their entries in its lists. */
export function findSelectedGoods(draft: FlatDraft): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const goods = new Map<string, Readonly<Record<string, string>>>();
  for (const selection of names) {
    for (const [list, { __typename, key }] of Object.entries(lists)) {
      for (const entry of listEntries(draft[`${selection}.${list}`])) {
        if (entry !== "" && goods.size < maxNamed) goods.set(entry, { __typename, [key]: entry });
      }
    }
  }
  return goods;
}
