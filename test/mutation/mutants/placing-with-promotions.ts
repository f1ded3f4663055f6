import type { Mutant } from "../mutant.ts";
import { quoted } from "./tests.ts";

const withPromotions = (test: string) => ["workers/order/domain/promotions.test.ts", test] as const;
const redemptionRequests = (test: string) => ["workers/order/effects/redemptions.test.ts", test] as const;
const placedWithPromotions = (test: string) => ["test/e2e/promotions.test.ts", test] as const;

export const placingWithPromotionsMutants: readonly Mutant[] = [
  {
    name: "placing: the reservation does without the use of a coupon code",
    file: "workers/order/effects/reserve-stock.ts",
    find: 'required: redemption.code !== ""',
    replace: "required: false",
    killedBy: redemptionRequests("requires the use of each coupon code, and not the use of an automatic promotion"),
  },
  {
    name: "placing: an exhausted automatic promotion rejects the order",
    file: "workers/order/effects/reserve-stock.ts",
    find: 'required: redemption.code !== ""',
    replace: "required: true",
    killedBy: redemptionRequests("requires the use of each coupon code, and not the use of an automatic promotion"),
  },
  {
    name: "placing: the commit redeems no promotion",
    file: "workers/order/effects/commit-stock.ts",
    find: "reservationId: reservationIdOf(state), redemptions }",
    replace: "reservationId: reservationIdOf(state), redemptions: redemptions.slice(0, 0) }",
    killedBy: redemptionRequests("redeems the promotions of its discounts"),
  },
  {
    name: "placing: the restock of a refund returns the uses of promotions",
    file: "workers/order/effects/restock.ts",
    find: "releaseRedemptions: releasesRedemptions === true",
    replace: "releaseRedemptions: true",
    killedBy: redemptionRequests("returns the uses of promotions with a cancellation, and not with a refund"),
  },
  {
    name: "placing: the restock of a cancelled order keeps the uses of promotions",
    file: "workers/order/domain/compensation.ts",
    find: "(state.pricing?.discounts ?? []).length > 0",
    replace: "(state.pricing?.discounts ?? []).length < 0",
    killedBy: withPromotions("returns the uses of promotions with the stock when it is cancelled"),
  },
  {
    name: "placing: a lost coupon code is ignored at the reservation",
    file: "workers/order/domain/reserving.ts",
    find: "code !== undefined && !applied.has(promotionId)",
    replace: "code === undefined && !applied.has(promotionId)",
    killedBy: withPromotions(
      "is rejected when its coupon code no longer applies, unless the total is the expected one",
    ),
  },
  {
    name: "placing: an order that was cancelled meanwhile is rejected when its coupon code is exhausted",
    file: "workers/order/domain/reserving.ts",
    find: "if (!shouldProceed(state)) return cancelOrder(state);\n  const message = `Coupon code",
    replace: "const message = `Coupon code",
    killedBy: withPromotions("ends as rejected when a usage limit is reached, and holds nothing"),
  },
  {
    name: "placing: an order with promotions reserves without them",
    file: "workers/order/domain/placing.ts",
    find: "...(quote.hasBasePricesOnly ? {} : {",
    replace: "...(quote.currency !== undefined ? {} : {",
    killedBy: withPromotions("keeps the discounts and the codes that it was placed with until the reservation"),
  },
  {
    name: "placing: an order with the price of a price list reserves with base prices",
    file: "workers/catalog/rpc/quote.ts",
    find: "read.lines.every(({ isBasePrice }) => isBasePrice)",
    replace: "read.lines.every(() => true)",
    killedBy: placedWithPromotions("has the prices of a price list when its stock is reserved"),
  },
  {
    name: "placing: a cached quote with another total than the expected one is used",
    file: "workers/order/rpc/shared/quote-placement.ts",
    find: "isExpected && placement.order.problems.length === 0",
    replace: "placement.order.problems.length === 0",
    killedBy: placedWithPromotions("is confirmed with the new base price as its expected total"),
  },
  {
    name: "placing: a quote with cached terms counts as current",
    file: "workers/order/rpc/shared/order-quotes.ts",
    find: "isCached: response.hasCachedTerms",
    replace: "isCached: false",
    killedBy: ["workers/order/rpc/shared/order-quotes.test.ts", "reports that the catalog quoted with cached terms"],
  },
  {
    name: "placing: a quote with cached terms ignores new price lists and promotions",
    file: "workers/catalog/store/base-price-quotes.ts",
    find: "rows[0]?.hasSpecialPrices === true",
    replace: "terms.market.currencies.length === 0",
    killedBy: quoted("has the price list, the promotion and the base price of this moment"),
  },
  {
    name: "placing: the taxes of an address are those of another address in the country",
    file: "workers/catalog/cache/quote-terms.ts",
    find: "isSameForCountry ? countryKey(context) : addressKey(context)",
    replace: "countryKey(context)",
    killedBy: quoted("has the taxes of its own address where they depend on the address"),
  },
  {
    name: "placing: a cart is placed with the coupon codes that it had before",
    file: "workers/order/domain/placing.ts",
    find: "if (quote.couponCodes.map(({ code }) => code).join() !== couponCodes.join()) return false;",
    replace: "",
    killedBy: withPromotions("is rejected when the cart has other coupon codes than the quote"),
  },
  {
    name: "first orders: the orders with the email of a guest do not count",
    file: "workers/order/rpc/shared/customer.ts",
    find: "getCustomer(ctx).keys.length > 0 ? undefined : contactEmail",
    replace: "getCustomer(ctx).keys.length > 0 ? contactEmail : undefined",
    killedBy: [
      "test/e2e/promotions.test.ts",
      "for first orders is rejected when the guest's email or the account has a confirmed order",
    ],
  },
  {
    name: "discounts: buyers see the promotion",
    file: "workers/gateway/resolvers/price.ts",
    find: "hasPermission(caller.identity, Permission.PROMOTION_READ)",
    replace: "hasPermission(caller.identity, Permission.PUBLIC)",
    killedBy: [
      "test/e2e/promotions.test.ts",
      "shows its promotion to support staff and catalog managers, and to no buyer",
    ],
  },
];
