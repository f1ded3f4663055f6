import type { EditedPriceListFragment, PriceListType } from "../documents.generated.ts";
import { createDraftReader, type FlatDraft, toMinute } from "./flat-draft.ts";

export const priceListTypes = [
  { value: "SALE", label: "Sale: applies where it is lower" },
  { value: "OVERRIDE", label: "Replaces the base price" },
] as const satisfies readonly { readonly value: PriceListType; readonly label: string }[];

/** The fields of the form with their names for people. */
export const priceListLabels = {
  name: "Name",
  slug: "Slug",
  type: "Type",
  priority: "Priority",
  active: "Active",
  startsAt: "Starts (UTC)",
  endsAt: "Ends (UTC)",
  marketIds: "Markets",
  customerGroupIds: "Customer groups",
} as const;

export const blankPriceList: FlatDraft = { type: "SALE", priority: "0", active: "yes" };

/** Returns a price list as the form has it. */
export function toPriceListDraft(list: EditedPriceListFragment): FlatDraft {
  return {
    name: list.name,
    slug: list.slug,
    type: list.type,
    priority: String(list.priority),
    active: list.active ? "yes" : "",
    startsAt: toMinute(list.startsAt),
    endsAt: toMinute(list.endsAt),
    marketIds: list.markets.map(({ id }) => id).join("\n"),
    customerGroupIds: list.customerGroups.map(({ id }) => id).join("\n"),
  };
}

/** Returns the price list as the API takes it, and what is no number or time in the form. */
export function toPriceListInput(draft: FlatDraft) {
  const reader = createDraftReader(draft);
  const input = {
    name: reader.text("name"),
    slug: reader.text("slug"),
    type: priceListTypes.find(({ value }) => value === reader.text("type"))?.value ?? "SALE",
    priority: reader.integer("priority", "Priority") ?? 0,
    active: reader.isChecked("active"),
    startsAt: reader.time("startsAt", "Starts"),
    endsAt: reader.time("endsAt", "Ends"),
    marketIds: reader.list("marketIds"),
    customerGroupIds: reader.list("customerGroupIds"),
  };
  return { input, errors: reader.errors };
}
