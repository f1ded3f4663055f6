import { action, page, type Route } from "../server/route.ts";
import { promotion, submitActive, submitCodeActive, submitCodes } from "./promotion.tsx";
import {
  confirmDeletion,
  editPromotion,
  newPromotion,
  removePromotion,
  submitNewPromotion,
  submitPromotion,
} from "./promotion-editor.tsx";
import { promotions } from "./promotions.tsx";

/** Promotions with their codes. */
export const pricingRoutes: readonly Route[] = [
  page("/promotions", ["PRICING_WRITE"], promotions, "Promotions"),
  page("/promotions/new", ["PRICING_WRITE"], newPromotion),
  action("/promotions/new", ["PRICING_WRITE"], submitNewPromotion),
  page("/promotions/:id", ["PRICING_WRITE"], promotion),
  page("/promotions/:id/edit", ["PRICING_WRITE"], editPromotion),
  action("/promotions/:id/edit", ["PRICING_WRITE"], submitPromotion),
  page("/promotions/:id/delete", ["PRICING_WRITE"], confirmDeletion),
  action("/promotions/:id/delete", ["PRICING_WRITE"], removePromotion),
  action("/promotions/:id/active", ["PRICING_WRITE"], submitActive),
  action("/promotions/:id/codes", ["PRICING_WRITE"], submitCodes),
  action("/promotions/:id/codes/active", ["PRICING_WRITE"], submitCodeActive),
];
