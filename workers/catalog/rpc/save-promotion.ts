import { create } from "@bufbuild/protobuf";
import {
  DiscountClass,
  type Promotion as PromotionMessage,
  PromotionSchema,
  type SavePromotionRequest,
} from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { parsePromotion } from "../domain/pricing/promotion.ts";
import { findPromotion, insertPromotion, type PromotionRow, updatePromotion } from "../store/promotions.ts";
import { toCreation } from "./shared/creation.ts";
import { unwrap } from "./shared/errors.ts";
import { versionOf } from "./shared/etag.ts";
import { requireKnownMarkets } from "./shared/known-markets.ts";
import { requireMessage } from "./shared/pricing-messages.ts";
import { fromPromotionMessage, toPromotionMessage } from "./shared/promotion-messages.ts";
import { pickMasked } from "./shared/update-mask.ts";

const fields = {
  slug: "slug",
  name: "name",
  class: "class",
  automatic: "automatic",
  priority: "priority",
  combines_with: "combinesWith",
  conditions: "conditions",
  reward: "reward",
  start_time: "startsAt",
  end_time: "endsAt",
  usage_limit: "usageLimit",
  usage_limit_per_customer: "usageLimitPerCustomer",
} as const;

export async function savePromotion(request: SavePromotionRequest, ctx: CatalogContext) {
  const { id, etag, updateMask } = request;
  const message = requireMessage(request.promotion, "promotion");
  if (id === "") {
    const created = unwrap(parsePromotion(fromPromotionMessage(message)));
    await requireKnownMarkets(ctx, created.conditions.marketIds, "conditions", "marketIds");
    const creation = await toCreation(ctx, request.idempotencyKey, created);
    const row = unwrap(await insertPromotion(ctx.db, { id: newId("prm", ctx.now()), ...created }, creation));
    return { promotion: toPromotionMessage(row, ctx.now()) };
  }
  const before = await findPromotion(ctx.db, { id });
  if (before === undefined) throw notFound("Promotion not found", "id");
  const update = pickMasked(fromPromotionMessage(withStoredKind(message, before)), updateMask, fields);
  const after = unwrap(parsePromotion({ ...before, ...update }));
  const changes = { ...pickMasked(after, updateMask, fields), usageLimitPerCustomer: after.usageLimitPerCustomer };
  await requireKnownMarkets(ctx, changes.conditions?.marketIds, "conditions", "marketIds");
  const row = unwrap(await updatePromotion(ctx.db, id, versionOf(etag), changes));
  return { promotion: toPromotionMessage(row, ctx.now()) };
}

/** Adds the class and reward of the stored promotion where an update has none: they are required of a whole promotion. */
function withStoredKind(message: PromotionMessage, before: PromotionRow): PromotionMessage {
  const stored = create(PromotionSchema, toPromotionMessage(before, 0));
  return {
    ...message,
    class: message.class === DiscountClass.UNSPECIFIED ? stored.class : message.class,
    reward: message.reward ?? stored.reward,
  } as PromotionMessage;
}
