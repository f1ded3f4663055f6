import { action, page, type Route } from "../server/route.ts";
import { pricing } from "./pricing.tsx";
import { promotion, submitActive, submitCodeActive, submitCodes } from "./promotion.tsx";
import { promotions } from "./promotions.tsx";

/** Promotions with their codes, and the tables from which prices are computed. */
export const pricingRoutes: readonly Route[] = [
  page("/promotions", ["PRICING_WRITE"], promotions, "Promotions"),
  page("/promotions/:id", ["PRICING_WRITE"], promotion),
  action("/promotions/:id/active", ["PRICING_WRITE"], submitActive),
  action("/promotions/:id/codes", ["PRICING_WRITE"], submitCodes),
  action("/promotions/:id/codes/active", ["PRICING_WRITE"], submitCodeActive),
  page("/pricing", ["PRICING_WRITE"], pricing),
];
