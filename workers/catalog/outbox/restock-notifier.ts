import { StockNotificationService } from "../../../proto/gen/account/v1/stock_notifications_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { deleteAwaitedSkus, findRestockedSkus } from "../store/awaited-skus.ts";
import type { OutboxConsumer } from "./consumer.ts";

/** SKUs of one call of the account service. */
const batchSize = 200;

/**
 * Reports awaited SKUs that can be bought to the account service, which sends the emails. The mark of a SKU is deleted after that: a
 * repeated report finds no requests. Changes of products without a mark cost no query.
 */
export function restockNotifier(db: Database, account: () => Promise<Rpc>): OutboxConsumer {
  return {
    name: "stock notifications",
    handle: async (changes) => {
      const productIds = changes.filter(({ isAwaited }) => isAwaited).map(({ subjectId }) => subjectId);
      if (productIds.length === 0) return new Map();
      for (;;) {
        const items = await findRestockedSkus(db, productIds, batchSize);
        if (items.length === 0) return new Map();
        await (await account())(StockNotificationService.method.sendStockNotifications, {
          items: items.map(({ sku, productName, productSlug }) => ({ sku, productName, productSlug })),
        });
        await deleteAwaitedSkus(db, items);
        if (items.length < batchSize) return new Map();
      }
    },
  };
}
