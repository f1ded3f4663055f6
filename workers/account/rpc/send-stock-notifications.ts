import type { SendStockNotificationsRequest } from "../../../proto/gen/account/v1/stock_notifications_pb.js";
import type { AccountContext } from "../context.ts";
import { relayOutbox, sendMailTask } from "../outbox.ts";
import { replaceStockRequests } from "../store/stock-requests.ts";

/** The emails are sent after the response, and by the cron job. */
export async function sendStockNotifications({ items }: SendStockNotificationsRequest, ctx: AccountContext) {
  const tasks = items.map(({ sku, productName, productSlug }) => {
    const mail = { about: "backInStock", to: "", locale: "", sku, productName, productSlug } as const;
    return { sku, task: sendMailTask(mail, "delay") };
  });
  const due = await replaceStockRequests(ctx.db, tasks);
  if (due.length > 0) ctx.defer(relayOutbox(ctx.background(), due));
  return {};
}
