import { describe, expect, it } from "vitest";
import type { EditedPromotionFragment } from "../documents.generated.ts";
import type { FlatDraft } from "./flat-draft.ts";
import { blankPromotion, toPromotionDraft, toPromotionInput, toTerms } from "./promotion-draft.ts";
import { describePromotion } from "./promotion-preview.ts";

const fill = (fields: FlatDraft): FlatDraft => ({ ...blankPromotion, name: "Lamps", slug: "lamps", ...fields });
const names = new Map([["mkt_1", "Europe"]]);
const describeDraft = (fields: FlatDraft) =>
  describePromotion(
    toTerms(toPromotionInput(fill(fields)).input, (id) => names.get(id) ?? id),
    new Map([["cat_1", "Lamps"]]),
  );

describe("a promotion in its form", () => {
  it("is described before it is saved, for each kind of discount", () => {
    const lamps = { class: "PRODUCT", "items.categoryIds": "cat_1" };
    expect(describeDraft({ ...lamps, basisPoints: "12,5", maxAmounts: "USD 20", combinesWith: "SHIPPING" })).toBe(
      "12.5 % off lamps, at most US$20.00 per order, combines with shipping",
    );
    expect(
      describeDraft({ ...lamps, kind: "fixedAmount", amounts: "USD 5.00, EUR 4.50", appliesOnEachItem: "yes" }),
    ).toBe("US$5.00 or €4.50 off each of lamps, combines with no other");
    expect(describeDraft({ kind: "freeShipping", minAmounts: "JPY 5000", marketIds: "mkt_1" })).toBe(
      "free shipping, from JP¥5,000 on, in Europe, combines with no other",
    );
    const quantities = { basisPoints: "100", buyQuantity: "2", getQuantity: "1" };
    expect(describeDraft({ kind: "buyXGetY", ...quantities, "buyItems.skus": "A, B", "items.skus": "C" })).toBe(
      "buy 2 of A and B and get 1 of C free, combines with no other",
    );
  });

  it("is converted exactly, and says which field is no amount, percentage, number or time", () => {
    const { input } = toPromotionInput(
      fill({ basisPoints: "0.29", maxAmounts: "KWD 1.250", startsAt: "2026-12-01T08:30" }),
    );
    expect(input.reward.percentage).toMatchObject({
      basisPoints: 29,
      maxAmounts: [{ amountMinor: "1250", currency: "KWD" }],
    });
    expect(input.startsAt).toBe("2026-12-01T08:30:00.000Z");
    const wrong = {
      basisPoints: "10.555",
      maxAmounts: "USD 1.999",
      minAmounts: "EUX 5",
      usageLimit: "many",
      endsAt: "soon",
    };
    expect(
      toPromotionInput(fill(wrong))
        .errors.map(({ inputId }) => inputId)
        .sort(),
    ).toEqual(["basisPoints", "endsAt", "maxAmounts", "minAmounts", "usageLimit"]);
  });

  it("is the same after it was loaded into the form", () => {
    const items = {
      skus: ["A"],
      productIds: [],
      categoryIds: ["cat_1"],
      brands: ["Nord, Sons"],
      excludedSkus: [],
      excludeSaleItems: true,
    };
    const promotion: EditedPromotionFragment = {
      id: "prm_1",
      etag: "v1",
      slug: "lamps",
      name: "Lamps",
      class: "PRODUCT",
      automatic: true,
      priority: 3,
      combinesWith: ["ORDER", "SHIPPING"],
      startsAt: null,
      endsAt: "2026-12-01T08:30:00.000Z",
      usageLimit: 100,
      usageLimitPerCustomer: null,
      conditions: {
        minAmounts: [{ amountMinor: "5000", currency: "USD" }],
        minQuantity: 2,
        items,
        markets: [{ id: "mkt_1", name: "Europe" }],
        customerGroups: [],
        countryCodes: ["DE", "FR"],
        shippingMethods: [],
        firstOrder: true,
      },
      reward: {
        percentage: null,
        fixedAmount: null,
        buyXGetY: {
          buyItems: items,
          buyQuantity: 2,
          getItems: items,
          getQuantity: 1,
          basisPoints: 5_000,
          usesPerOrderLimit: null,
        },
      },
    };
    const { input, errors } = toPromotionInput(toPromotionDraft(promotion));
    const { id: _id, etag: _etag, conditions, ...fields } = promotion;
    const { markets: _markets, customerGroups: _groups, ...terms } = conditions;
    expect(errors).toEqual([]);
    expect(input).toEqual({ ...fields, conditions: { ...terms, marketIds: ["mkt_1"], customerGroupIds: [] } });
  });
});
