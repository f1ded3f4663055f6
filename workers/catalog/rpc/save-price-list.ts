import type { SavePriceListRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { parsePriceList } from "../domain/pricing/price-list.ts";
import { findPriceList, savePriceList as save } from "../store/price-lists.ts";
import { unwrap } from "./shared/errors.ts";
import { requireKnownMarkets } from "./shared/known-markets.ts";
import { fromPriceListMessage, toPriceListMessage } from "./shared/price-list-messages.ts";
import { requireMessage } from "./shared/pricing-messages.ts";
import { pickMasked } from "./shared/update-mask.ts";

const fields = {
  slug: "slug",
  name: "name",
  type: "type",
  priority: "priority",
  market_ids: "marketIds",
  customer_group_ids: "customerGroupIds",
  start_time: "startsAt",
  end_time: "endsAt",
  active: "active",
} as const;

export async function savePriceList({ id, priceList, updateMask }: SavePriceListRequest, ctx: CatalogContext) {
  const update = fromPriceListMessage(requireMessage(priceList, "priceList"));
  if (id === "") {
    const parsed = unwrap(parsePriceList(update));
    await requireKnownMarkets(ctx, parsed.marketIds, "marketIds");
    const created = { id: newId("plt", ctx.now()), ...parsed };
    return { priceList: toPriceListMessage(unwrap(await save(ctx.db, created, created))) };
  }
  const before = await findPriceList(ctx.db, id);
  if (before === undefined) throw notFound("Price list not found", "id");
  const after = unwrap(parsePriceList({ ...before, ...pickMasked(update, updateMask, fields) }));
  const changes = pickMasked(after, updateMask, fields);
  await requireKnownMarkets(ctx, changes.marketIds, "marketIds");
  return { priceList: toPriceListMessage(unwrap(await save(ctx.db, { ...after, id }, changes))) };
}
