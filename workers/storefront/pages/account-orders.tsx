import { askPersonal } from "../../kit/pages/ask.ts";
import { formatMoney } from "../../kit/pages/money.ts";
import { AccountOrdersDocument } from "../documents.generated.ts";
import { AccountNavigation } from "../parts/account-navigation.tsx";
import { renderPage } from "../parts/page.tsx";
import { formatTime } from "../parts/time.ts";
import type { PageContext } from "../server/page-context.ts";

/** The visitor's orders, newest first. */
export async function accountOrders(c: PageContext): Promise<Response> {
  const after = c.req.query("after");
  const { orders } = await askPersonal(c, AccountOrdersDocument, after === undefined ? {} : { after });
  const { locale } = c.var;
  const { account: strings, order } = locale.messages;
  const { hasNextPage, endCursor } = orders.pageInfo;
  return renderPage(
    c,
    { title: strings.orders, styles: ["checkout", "account"], isPersonal: true },
    <>
      <h1>{strings.orders}</h1>
      <AccountNavigation locale={locale} path="/account/orders" />
      {orders.edges.length === 0 && <p>{strings.noOrders}</p>}
      <ul class="rows">
        {orders.edges.map(({ node }) => (
          <li key={node.id}>
            <span>
              <a href={`/orders/${node.id}`}>{order.heading(node.number ?? "")}</a>{" "}
              <span class="quiet">{node.placedAt === null ? "" : formatTime(node.placedAt, locale)}</span>
              <br />
              {node.lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(", ")}
            </span>
            <span>{order.statuses[node.status]}</span>
            <span class="amount">{formatMoney(node.total, locale.tag)}</span>
          </li>
        ))}
      </ul>
      {hasNextPage && endCursor !== null && (
        <p>
          <a href={`/account/orders?after=${encodeURIComponent(endCursor)}`}>{strings.older}</a>
        </p>
      )}
    </>,
  );
}
