import { StockNotificationService } from "../../../../../proto/gen/account/v1/stock_notifications_pb.js";
import { InventoryService } from "../../../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../../../kit/errors/failure.ts";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

/** The request is stored before its SKU is marked, so that the catalog's report finds it. A client that gets an error sends both again. */
export const requestStockNotification: NonNullable<MutationResolvers["requestStockNotification"]> = (
  _root,
  { input },
  { services, loaders },
) =>
  mutationPayload({ accepted: false }, async () => {
    const variant = await loaders.variant.load(input.sku);
    if (variant === undefined) throw invalid("UNKNOWN_SKU", `SKU ${input.sku} is not on sale`, "sku");
    const { sku, stock } = variant;
    // Otherwise anyone could send emails to an address again and again.
    if (stock !== undefined && stock.available > 0) throw invalid("IN_STOCK", `SKU ${sku} can be bought now`, "sku");
    await services.account(StockNotificationService.method.requestStockNotification, { ...omitNullish(input), sku });
    await services.catalog(InventoryService.method.awaitStock, { sku });
    return { accepted: true };
  });
