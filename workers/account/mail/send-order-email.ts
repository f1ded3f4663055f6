import { OrderEmail_Type, OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { countMail } from "../auth/mail-limit.ts";
import type { AccountContext } from "../context.ts";
import { findUser } from "../store/users.ts";
import { toOrderVariables } from "./order-variables.ts";
import { mailRenderer } from "./templates.ts";

/** The templates of the emails. The order service decides which events send which email. */
const templateNames: Partial<Record<OrderEmail_Type, string>> = {
  [OrderEmail_Type.CONFIRMATION]: "order-confirmation",
  [OrderEmail_Type.SHIPMENT]: "order-shipment",
  [OrderEmail_Type.REFUND]: "order-refund",
  [OrderEmail_Type.CANCELLATION]: "order-cancellation",
};

/**
 * Sends the email about an event of an order, if the event sends one, to the contact email of the order, or else to the address
 * of its owner. Deleted accounts, accounts that want no emails about orders, and guests without an address get none. Throws when the email must be sent later.
 */
export async function sendOrderEmail(
  ctx: AccountContext,
  { orderId, sequence }: { readonly orderId: string; readonly sequence: number },
  idempotencyKey: string,
): Promise<void> {
  const { email } = await (await ctx.orders())(OrderService.method.getOrderEmail, { orderId, sequence });
  const name = email && templateNames[email.type];
  if (email?.order === undefined || name === undefined) return;
  const user = await findUser(ctx.db, email.order.accountId);
  const to = email.order.email ?? user?.email;
  if (user?.orderEmails !== true || to == null) return;
  const { mail, storefront } = ctx.config;
  const text = mailRenderer.findLocale(name, user.locale);
  // A language without templates gets English text.
  const isTranslated = user.locale.split("-")[0] === text.split("-")[0];
  const locales = { buyer: user.locale, text: isTranslated ? user.locale : text };
  const variables = toOrderVariables(email, { name: mail.shopName, url: storefront }, locales);
  const rendered = mailRenderer.render(name, text, variables);
  const permit = await countMail(ctx, to, "order mail");
  if (permit === undefined) throw new Error("The receiver has had the maximum of emails about orders in this hour");
  try {
    await ctx.mailer({ ...rendered, to, idempotencyKey });
  } catch (error) {
    await permit.refund();
    throw error;
  }
}
