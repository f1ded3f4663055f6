import type { ListMarketsRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { listMarkets as list } from "../store/markets.ts";
import { toMarketMessage } from "./shared/pricing-messages.ts";

export async function listMarkets(_request: ListMarketsRequest, ctx: CatalogContext) {
  return { markets: (await list(ctx.db)).map(toMarketMessage) };
}
