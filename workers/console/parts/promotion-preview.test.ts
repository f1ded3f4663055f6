import { describe, expect, it } from "vitest";
import type { ItemChoiceFragment, PromotionTermsFragment } from "../documents.generated.ts";
import { describePromotion, nameCategories } from "./promotion-preview.ts";

const dollars = (amountMinor: string) => ({ amountMinor, currency: "USD" as const });
const items = (fields: Partial<ItemChoiceFragment>): ItemChoiceFragment => ({
  skus: [],
  productIds: [],
  categoryIds: [],
  brands: [],
  excludedSkus: [],
  excludeSaleItems: false,
  ...fields,
});
const conditions = {
  minAmounts: [],
  minQuantity: null,
  items: null,
  markets: [],
  customerGroups: [],
  countryCodes: [],
  shippingMethods: [],
  firstOrder: false,
};
const noReward = { percentage: null, fixedAmount: null, buyXGetY: null };
const categories = nameCategories([{ id: "1", name: "Home", children: [{ id: "2", name: "Lamps" }] }]);
const describeTerms = (fields: Partial<PromotionTermsFragment>) =>
  describePromotion({ class: "PRODUCT", combinesWith: [], conditions, reward: noReward, ...fields }, categories);

describe("describePromotion", () => {
  it("says what is discounted, by how much at most, and what it combines with", () => {
    const percentage = { basisPoints: 1_000, maxAmounts: [dollars("2000")], items: items({ categoryIds: ["2"] }) };
    expect(describeTerms({ reward: { ...noReward, percentage }, combinesWith: ["SHIPPING"] })).toBe(
      "10 % off lamps, at most US$20.00 per order, combines with shipping",
    );
  });

  it("says under which conditions it applies", () => {
    const percentage = { basisPoints: 10_000, maxAmounts: [], items: null };
    const terms = {
      ...conditions,
      minAmounts: [dollars("5000"), { amountMinor: "4500", currency: "EUR" as const }],
      markets: [{ name: "Europe" }],
      customerGroups: [{ name: "Trade" }],
      firstOrder: true,
    };
    expect(describeTerms({ class: "SHIPPING", conditions: terms, reward: { ...noReward, percentage } })).toBe(
      "free shipping, from US$50.00 or €45.00 on, in Europe, for Trade, for first orders, combines with no other",
    );
  });

  it("describes fixed amounts, and units that are bought and received", () => {
    const fixedAmount = {
      amounts: [dollars("500")],
      appliesOnEachItem: true,
      items: items({ brands: ["Nord"], excludedSkus: ["A"], excludeSaleItems: true }),
    };
    expect(describeTerms({ reward: { ...noReward, fixedAmount } })).toBe(
      "US$5.00 off each of goods of Nord except A that are not on sale, combines with no other",
    );
    const buyXGetY = {
      buyItems: items({ skus: ["A", "B"] }),
      buyQuantity: 2,
      getItems: items({ productIds: ["x", "y"] }),
      getQuantity: 1,
      basisPoints: 5_000,
      usesPerOrderLimit: 3,
    };
    expect(describeTerms({ reward: { ...noReward, buyXGetY }, combinesWith: ["ORDER", "SHIPPING"] })).toBe(
      "buy 2 of A and B and get 1 of 2 products at 50 % off, at most 3 times per order, combines with order and shipping",
    );
  });
});
