import type { RequestStockNotificationRequest } from "../../../proto/gen/account/v1/stock_notifications_pb.js";
import { parseEmail } from "../../kit/domain/email-address.ts";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { newId } from "../../kit/domain/ids.ts";
import { recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { parseLocale } from "../domain/profile.ts";
import { insertStockRequest } from "../store/stock-requests.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { unwrap } from "./shared/errors.ts";

/** The language of emails to visitors who name no other one. */
const defaultLocale = "en";

export async function requestStockNotification(request: RequestStockNotificationRequest, ctx: AccountContext) {
  const user = ctx.identity.accountId === undefined ? undefined : await requireCurrentUser(ctx);
  const entered = request.email ?? "";
  const email = unwrap(parseEmail(entered.trim() === "" ? (user?.email ?? "") : entered));
  const requested = request.locale === undefined ? undefined : unwrap(parseLocale(request.locale));
  // A guest has no address, and has chosen no language.
  const locale = user?.email == null ? (requested ?? user?.locale ?? defaultLocale) : user.locale;
  await recordUse(ctx, "stock request");
  await insertStockRequest(ctx.db, {
    id: newId("out", ctx.now()),
    sku: request.sku,
    email,
    emailKey: toEmailKey(email),
    userId: user?.id,
    locale,
  });
  return {};
}
