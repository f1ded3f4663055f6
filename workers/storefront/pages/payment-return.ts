import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { renderContinuePage } from "../parts/continue-page.tsx";
import type { PageContext } from "../server/page-context.ts";

/**
 * Sends the buyer to the page of the bank. It is a page and no redirect, because browsers apply the policy `form-action` to
 * the redirects of a form too.
 */
export function sendToBank(c: PageContext, url: string): Response {
  const { payment } = c.var.locale.messages;
  return renderContinuePage(c, {
    heading: payment.confirm,
    help: payment.confirmHelp,
    link: payment.toBank,
    path: url,
  });
}

/**
 * The page that the bank sends the buyer back to. A request that another site has started lacks the cookies of the session,
 * also after a redirect. A page that continues by itself has them.
 */
export function paymentReturn(c: PageContext): Response {
  const orderId = c.req.query("order") ?? "";
  if (!/^ord_\w+$/.test(orderId)) throw new PageNotFound();
  const { payment } = c.var.locale.messages;
  const path = `/orders/${orderId}?returned`;
  return renderContinuePage(c, { heading: payment.returned, link: payment.toOrder, path });
}
