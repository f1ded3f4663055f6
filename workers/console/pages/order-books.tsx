import { askPersonal } from "../../kit/pages/ask.ts";
import { PageNotFound } from "../../kit/pages/http-errors.ts";
import { OrderBooksDocument } from "../documents.generated.ts";
import { Book, Differences } from "../parts/order-books.tsx";
import { toOrderFields } from "../parts/order-data.ts";
import { renderPage } from "../parts/page.tsx";
import type { PageContext } from "../server/page-context.ts";

/** One order in four systems: at the payment provider, in its event log, in the row of the lists and in the stock. */
export async function orderBooks(c: PageContext): Promise<Response> {
  const { orderReconciliation: found } = await askPersonal(c, OrderBooksDocument, { id: c.req.param("id") ?? "" });
  if (found === null) throw new PageNotFound();
  const { order, payment, listRow, reservation, differences } = found;
  const title = `Four books of order ${order.number ?? order.id}`;
  return renderPage(
    c,
    { title, styles: ["order"] },
    <>
      <h1>{title}</h1>
      <p>
        <a href={`/orders/${order.id}`}>Back to the order</a>
      </p>
      <Differences differences={differences} />
      <div class="panels">
        <Book name="Payment provider" content={payment} empty="There is no payment." />
        <Book name="Event log" content={toOrderFields(order)} empty="" />
        <Book name="Row of the lists" content={listRow} empty="The lists do not have the order." />
        <Book name="Stock" content={reservation} empty="There is no reservation." />
      </div>
    </>,
  );
}
