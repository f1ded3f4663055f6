import type { GetOrderByNumberRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { maxEmailBytes } from "../../kit/domain/limits.ts";
import type { OrderContext } from "../context.ts";
import type { OrderState } from "../domain/order.ts";
import { parseOrderNumber } from "../domain/order-number.ts";
import { findOrderIdByNumber } from "../store/order-lists.ts";
import { getAccountEmail } from "./shared/customer.ts";
import { toOrderMessage } from "./shared/mappers.ts";

/** Every attempt is counted before it is made, so that a number or an address cannot be guessed. */
export async function getOrderByNumber({ number, email }: GetOrderByNumberRequest, ctx: OrderContext) {
  await ctx.requireLookupAllowed();
  const parsed = parseOrderNumber(number);
  if (parsed === undefined || email.trim() === "" || email.length > maxEmailBytes) return {};
  const orderId = await findOrderIdByNumber(ctx.db, parsed);
  const view = orderId === undefined ? undefined : await ctx.object(orderId).read();
  if (view === undefined || view.state.number !== parsed) return {};
  const contact = await getContactEmail(ctx, view.state);
  const isMatch = contact !== undefined && toEmailKey(contact) === toEmailKey(email);
  return isMatch ? { order: toOrderMessage(view, ctx, { present: view.state, isExplained: true }) } : {};
}

/** Returns the contact email of the order, which is the address of its account if the buyer gave none. */
async function getContactEmail(
  ctx: OrderContext,
  { email, accountId, erased }: OrderState,
): Promise<string | undefined> {
  if (erased === true) return undefined;
  return email ?? (await getAccountEmail(ctx, [accountId]));
}
