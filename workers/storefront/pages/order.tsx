import { askPersonal } from "../../kit/pages/ask.ts";
import { newFormKey, readForm } from "../../kit/pages/form.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { streamToBrowser } from "../../kit/pages/live.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import {
  CancelOrderDocument,
  OrderEventsDocument,
  OrderLogDocument,
  type OrderLogQuery,
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

/** An order of the visitor, now or as it was at the time `asOf`. */
export async function order(c: PageContext): Promise<Response> {
  const orderId = c.req.param("id") ?? "";
  const asOf = c.req.query("asOf");
  if (asOf !== undefined) return renderOrder(c, orderId, [], asOf);
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

/** The event log of the order as a file: what happened, when, and by whom. */
export async function downloadLog(c: PageContext): Promise<Response> {
  const id = c.req.param("id") ?? "";
  const events: NonNullable<OrderLogQuery["order"]>["timeline"] = [];
  for (;;) {
    const after = events.at(-1)?.sequence;
    const { order: found } = await askPersonal(c, OrderLogDocument, { id, ...(after === undefined ? {} : { after }) });
    if (found === null || found.number === null) throw new PageNotFound();
    events.push(...found.timeline);
    if (found.timeline.length < eventsOfPage) {
      const headers = { "content-disposition": `attachment; filename="order-${found.number}.json"` };
      return Response.json({ number: found.number, events }, { headers });
    }
  }
}

/** The events that one query returns at most: see `OrderLog`. */
const eventsOfPage = 250;

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
  asOf?: string,
): Promise<Response> {
  const isPast = asOf !== undefined;
  const { order: found } = await askPersonal(c, OrderPageDocument, { id: orderId, ...(isPast ? { asOf } : {}) });
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
      ...(moving.has(found.status) && !isPast ? { refresh: { seconds: refreshSeconds, path } } : {}),
    },
    <OrderView
      view={view}
      order={found}
      errors={userErrors.map((error) => ({ text: describeUserError(c, error) }))}
      formKey={newFormKey()}
      {...(isPast ? { asOf } : { isOwner: true })}
    />,
  );
}
