import type {
  DiscountClass,
  EditedPromotionFragment,
  ItemChoiceFragment,
  PromotionTermsFragment,
} from "../documents.generated.ts";
import { joinAmounts } from "./amount-list.ts";
import {
  createDraftReader,
  type DraftError,
  type DraftReader,
  type FlatDraft,
  toMinute,
  toPercentText,
} from "./flat-draft.ts";

/** What kind of discount a promotion gives, as the form asks for it. */
export const promotionKinds = [
  { value: "percentage", label: "A percentage" },
  { value: "fixedAmount", label: "A fixed amount" },
  { value: "freeShipping", label: "Free shipping" },
  { value: "buyXGetY", label: "Buy X get Y" },
] as const;

export const discountClasses = [
  { value: "PRODUCT", label: "Products" },
  { value: "ORDER", label: "Order" },
  { value: "SHIPPING", label: "Shipping" },
] as const satisfies readonly { readonly value: DiscountClass; readonly label: string }[];

/** The selections of goods of a promotion. */
export const selections = {
  items: "Discounted goods",
  buyItems: "Bought goods",
  minimumItems: "Counted goods",
} as const;

export type SelectionName = keyof typeof selections;

const selectionFields = {
  skus: "SKUs",
  productIds: "products",
  categoryIds: "categories",
  brands: "brands",
  excludedSkus: "excluded SKUs",
  excludeSaleItems: "not on sale",
} as const;

/** The fields of the form with their names for people. */
export const promotionLabels: Readonly<Record<string, string>> = {
  name: "Name",
  slug: "Slug",
  automatic: "Applies",
  startsAt: "Starts (UTC)",
  endsAt: "Ends (UTC)",
  usageLimit: "Uses in total",
  usageLimitPerCustomer: "Uses per customer",
  priority: "Priority",
  combinesWith: "Combines with",
  kind: "Kind of discount",
  class: "On",
  basisPoints: "Percent off",
  maxAmounts: "At most per order",
  amounts: "Amounts off",
  appliesOnEachItem: "Once per unit",
  buyQuantity: "Units to buy",
  getQuantity: "Discounted units",
  usesPerOrderLimit: "Times per order",
  minAmounts: "Minimum amounts",
  minQuantity: "Minimum units",
  marketIds: "Markets",
  customerGroupIds: "Customer groups",
  countryCodes: "Countries",
  shippingMethods: "Shipping methods",
  firstOrder: "First orders only",
  ...Object.fromEntries(
    Object.entries(selections).flatMap(([selection, label]) =>
      Object.entries(selectionFields).map(([field, name]) => [`${selection}.${field}`, `${label}: ${name}`]),
    ),
  ),
};

export const promotionFields = Object.keys(promotionLabels);

export const blankPromotion: FlatDraft = {
  ...Object.fromEntries(promotionFields.map((name) => [name, ""])),
  automatic: "no",
  kind: "percentage",
  class: "ORDER",
  priority: "0",
};

const flag = (isSet: boolean) => (isSet ? "yes" : "");
const count = (value: number | null) => (value === null ? "" : String(value));

/** Returns a promotion as the form has it. */
export function toPromotionDraft(promotion: EditedPromotionFragment): FlatDraft {
  const { conditions, reward } = promotion;
  const { percentage, fixedAmount, buyXGetY } = reward;
  const isFreeShipping =
    promotion.class === "SHIPPING" && percentage?.basisPoints === 10_000 && percentage.maxAmounts.length === 0;
  const kind = fixedAmount !== null ? "fixedAmount" : buyXGetY !== null ? "buyXGetY" : "percentage";
  return {
    ...blankPromotion,
    name: promotion.name,
    slug: promotion.slug,
    automatic: promotion.automatic ? "yes" : "no",
    startsAt: toMinute(promotion.startsAt),
    endsAt: toMinute(promotion.endsAt),
    usageLimit: count(promotion.usageLimit),
    usageLimitPerCustomer: count(promotion.usageLimitPerCustomer),
    priority: String(promotion.priority),
    combinesWith: promotion.combinesWith.join("\n"),
    kind: isFreeShipping ? "freeShipping" : kind,
    class: promotion.class,
    basisPoints: toPercentText((percentage ?? buyXGetY)?.basisPoints ?? 0, 2),
    maxAmounts: joinAmounts(percentage?.maxAmounts ?? []),
    amounts: joinAmounts(fixedAmount?.amounts ?? []),
    appliesOnEachItem: flag(fixedAmount?.appliesOnEachItem === true),
    buyQuantity: count(buyXGetY?.buyQuantity ?? null),
    getQuantity: count(buyXGetY?.getQuantity ?? null),
    usesPerOrderLimit: count(buyXGetY?.usesPerOrderLimit ?? null),
    minAmounts: joinAmounts(conditions.minAmounts),
    minQuantity: count(conditions.minQuantity),
    marketIds: conditions.markets.map(({ id }) => id).join("\n"),
    customerGroupIds: conditions.customerGroups.map(({ id }) => id).join("\n"),
    countryCodes: conditions.countryCodes.join(", "),
    shippingMethods: conditions.shippingMethods.join(", "),
    firstOrder: flag(conditions.firstOrder),
    ...toSelectionDraft("items", percentage?.items ?? fixedAmount?.items ?? buyXGetY?.getItems ?? null),
    ...toSelectionDraft("buyItems", buyXGetY?.buyItems ?? null),
    ...toSelectionDraft("minimumItems", conditions.items),
  };
}

function toSelectionDraft(name: SelectionName, items: ItemChoiceFragment | null): FlatDraft {
  if (items === null) return {};
  const lists = ["skus", "productIds", "categoryIds", "brands", "excludedSkus"] as const;
  return {
    ...Object.fromEntries(lists.map((field) => [`${name}.${field}`, items[field].join("\n")])),
    [`${name}.excludeSaleItems`]: flag(items.excludeSaleItems),
  };
}

/** Returns the promotion as the API takes it, and what is no amount, number or time in the form. */
export function toPromotionInput(draft: FlatDraft) {
  const reader = createDraftReader(draft);
  const kind = reader.text("kind");
  const input = {
    slug: reader.text("slug"),
    name: reader.text("name"),
    class: toClass(kind, reader.text("class")),
    automatic: reader.text("automatic") === "yes",
    priority: reader.integer("priority", "Priority") ?? 0,
    combinesWith: discountClasses
      .map(({ value }) => value)
      .filter((value) => reader.list("combinesWith").includes(value)),
    conditions: {
      minAmounts: reader.amounts("minAmounts"),
      minQuantity: reader.integer("minQuantity", "Minimum units"),
      items: toSelection(reader, "minimumItems"),
      marketIds: reader.list("marketIds"),
      customerGroupIds: reader.list("customerGroupIds"),
      countryCodes: reader.list("countryCodes").map((code) => code.toUpperCase()),
      shippingMethods: reader.list("shippingMethods"),
      firstOrder: reader.isChecked("firstOrder"),
    },
    reward: toReward(reader, kind),
    startsAt: reader.time("startsAt", "Starts"),
    endsAt: reader.time("endsAt", "Ends"),
    usageLimit: reader.integer("usageLimit", "Uses in total"),
    usageLimitPerCustomer: reader.integer("usageLimitPerCustomer", "Uses per customer"),
  };
  return { input, errors: reader.errors as readonly DraftError[] };
}

export type PromotionInput = ReturnType<typeof toPromotionInput>["input"];

function toClass(kind: string, chosen: string): DiscountClass {
  if (kind === "freeShipping") return "SHIPPING";
  if (kind === "buyXGetY") return "PRODUCT";
  return discountClasses.find(({ value }) => value === chosen)?.value ?? "ORDER";
}

const noReward = { percentage: null, fixedAmount: null, buyXGetY: null };

function toReward(reader: DraftReader, kind: string): PromotionTermsFragment["reward"] {
  const items = toSelection(reader, "items");
  switch (kind) {
    case "freeShipping":
      return { ...noReward, percentage: { basisPoints: 10_000, maxAmounts: [], items } };
    case "fixedAmount": {
      const appliesOnEachItem = reader.isChecked("appliesOnEachItem");
      return { ...noReward, fixedAmount: { amounts: reader.amounts("amounts"), appliesOnEachItem, items } };
    }
    case "buyXGetY":
      return {
        ...noReward,
        buyXGetY: {
          buyItems: toSelection(reader, "buyItems") ?? allGoods,
          // The API refuses 0.
          buyQuantity: reader.integer("buyQuantity", "Units to buy") ?? 0,
          getItems: items ?? allGoods,
          getQuantity: reader.integer("getQuantity", "Discounted units") ?? 0,
          basisPoints: reader.percent("basisPoints", 2),
          usesPerOrderLimit: reader.integer("usesPerOrderLimit", "Times per order"),
        },
      };
    default:
      return {
        ...noReward,
        percentage: { basisPoints: reader.percent("basisPoints", 2), maxAmounts: reader.amounts("maxAmounts"), items },
      };
  }
}

const allGoods: ItemChoiceFragment = {
  skus: [],
  productIds: [],
  categoryIds: [],
  brands: [],
  excludedSkus: [],
  excludeSaleItems: false,
};

/** Returns the goods that a part of the form selects. Null if it is empty. */
function toSelection(reader: DraftReader, name: SelectionName): ItemChoiceFragment | null {
  const selection = {
    skus: reader.list(`${name}.skus`),
    productIds: reader.list(`${name}.productIds`),
    categoryIds: reader.list(`${name}.categoryIds`),
    brands: reader.lines(`${name}.brands`),
    excludedSkus: reader.list(`${name}.excludedSkus`),
    excludeSaleItems: reader.isChecked(`${name}.excludeSaleItems`),
  };
  return JSON.stringify(selection) === JSON.stringify(allGoods) ? null : selection;
}

/** Returns what `describePromotion` needs of a promotion that is not saved. `nameOf` returns the name of a market or a group. */
export function toTerms(input: PromotionInput, nameOf: (id: string) => string): PromotionTermsFragment {
  const { marketIds, customerGroupIds, ...conditions } = input.conditions;
  const toNamed = (ids: readonly string[]) => ids.map((id) => ({ name: nameOf(id) }));
  return {
    class: input.class,
    combinesWith: input.combinesWith,
    conditions: { ...conditions, markets: toNamed(marketIds), customerGroups: toNamed(customerGroupIds) },
    reward: input.reward,
  };
}
