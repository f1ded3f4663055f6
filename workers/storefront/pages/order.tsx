import { askPersonal } from "../../kit/pages/ask.ts";
import { newFormKey, readForm } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { streamToBrowser } from "../../kit/pages/live.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  CancelOrderDocument,
  OrderEventsDocument,
  OrderPageDocument,
  ReorderDocument,
  ResumePaymentDocument,
  type UserErrorsFragment,
} from "../documents.generated.ts";
import { OrderView } from "../parts/order-view.tsx";
import { renderPage } from "../parts/page.tsx";
import { describeUserError } from "../server/form.ts";
import type { PageContext } from "../server/page-context.ts";
import { toPageView } from "../server/page-view.ts";
import { sendToBank } from "./payment-return.ts";

/** Statuses in which the order continues by itself. A visitor without JavaScript gets the page again after some seconds. */
const moving: ReadonlySet<string> = new Set(["PLACED", "RESERVED", "AUTHORIZED", "CREATED", "CAPTURED"]);
const refreshSeconds = 3;

/** An order of the visitor. */
export async function order(c: PageContext): Promise<Response> {
  const orderId = c.req.param("id") ?? "";
  return c.req.query("returned") === undefined ? renderOrder(c, orderId) : resumePayment(c, orderId);
}

/** Continues an order after the bank has sent the buyer back. A cart whose payment was declined goes back to the checkout. */
async function resumePayment(c: PageContext, orderId: string): Promise<Response> {
  const { resumeOrderPayment } = await askPersonal(c, ResumePaymentDocument, { orderId });
  return redirectTo(resumeOrderPayment.order?.status === "REJECTED" ? "/checkout" : `/orders/${orderId}`);
}

/** Cancels the order. */
export async function cancelOrder(c: PageContext): Promise<Response> {
  const orderId = c.req.param("id") ?? "";
  const form = await readForm(c);
  const input = { orderId, idempotencyKey: form.get("idempotencyKey") };
  const { cancelOrder: cancelled } = await askPersonal(c, CancelOrderDocument, { input });
  const { userErrors } = cancelled;
  return userErrors.length === 0 ? redirectTo(`/orders/${orderId}`) : renderOrder(c, orderId, userErrors);
}

/** Adds the lines of the order to the cart. */
export async function orderAgain(c: PageContext): Promise<Response> {
  const orderId = c.req.param("id") ?? "";
  const form = await readForm(c);
  const input = { orderId, idempotencyKey: form.get("idempotencyKey") };
  const { reorder } = await askPersonal(c, ReorderDocument, { input });
  return reorder.userErrors.length === 0 ? redirectTo("/cart") : renderOrder(c, orderId, reorder.userErrors);
}

/** Sends the buyer of an order that waits for the bank to the bank. */
export async function payOrder(c: PageContext): Promise<Response> {
  const orderId = c.req.param("id") ?? "";
  const { order: found } = await askPersonal(c, OrderPageDocument, { id: orderId });
  const url = found?.paymentAction?.url;
  return url ? sendToBank(c, url) : redirectTo(`/orders/${orderId}`);
}

/** Streams the new events of the order, for the island `live-order`. */
export function orderEvents(c: PageContext): Promise<Response> {
  const after = Number(c.req.query("after"));
  return streamToBrowser(c, OrderEventsDocument, {
    orderId: c.req.param("id") ?? "",
    ...(Number.isInteger(after) ? { after } : {}),
  });
}

async function renderOrder(
  c: PageContext,
  orderId: string,
  userErrors: readonly UserErrorsFragment[] = [],
): Promise<Response> {
  const { order: found } = await askPersonal(c, OrderPageDocument, { id: orderId });
  if (found === null || found.number === null) throw new PageNotFound();
  const view = toPageView(c);
  const path = `/orders/${orderId}`;
  return renderPage(
    c,
    {
      title: view.locale.messages.order.heading(found.number),
      status: userErrors.length === 0 ? 200 : 422,
      styles: ["checkout"],
      islands: ["live-order"],
      isPersonal: true,
      ...(moving.has(found.status) ? { refresh: { seconds: refreshSeconds, path } } : {}),
    },
    <OrderView
      view={view}
      order={found}
      errors={userErrors.map((error) => ({ text: describeUserError(c, error) }))}
      formKey={newFormKey()}
      isOwner
    />,
  );
}
