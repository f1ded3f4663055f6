import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { askPersonal } from "../../kit/pages/ask.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { GoToDocument } from "../documents.generated.ts";
import { renderPage } from "../parts/page.tsx";
import { getViewer } from "../server/find-viewer.ts";
import { parseOrderSearch } from "../server/order-search.ts";
import type { PageContext } from "../server/page-context.ts";

/** The pages of what an id names, by its prefix. */
const pagesByPrefix: Readonly<Record<string, readonly string[]>> = {
  ord: ["/orders/:id"],
  acc: ["/customers/:id"],
  prd: ["/products/:id"],
  cat: ["/categories/:id", "/categories"],
  prm: ["/promotions/:id"],
  plt: ["/pricing/lists/:id"],
  mkt: ["/pricing/markets/:id"],
  shz: ["/pricing/zones/:id"],
  txr: ["/pricing/tax-rates/:id"],
  imp: ["/import/:id"],
};

/** Leads to the page of what a text names: an id, an order number, an email address, a SKU, a payment id, or a page by its name. */
export async function goTo(c: PageContext): Promise<Response> {
  const text = c.req.query("q")?.trim() ?? "";
  const target = text === "" ? undefined : ((await findTarget(c, text)) ?? findList(c, text));
  if (target !== undefined) return redirectTo(target);
  return renderPage(
    c,
    { title: "Go to", status: text === "" ? 200 : 404 },
    <>
      <h1>Go to</h1>
      {text !== "" && <p role="status">Nothing that you may see has this id, number, email or SKU: {text}</p>}
      <p>Enter an id, an order number, an email address, a SKU or the name of a page in the field of the header.</p>
      <ul>
        {c.var.navigation.map(({ label, path }) => (
          <li key={label}>
            <a href={path}>{label}</a>
          </li>
        ))}
      </ul>
    </>,
  );
}

async function findTarget(c: PageContext, text: string): Promise<string | undefined> {
  const { navigation, mayOpen } = c.var;
  const link = navigation.find(({ label }) => label.toLowerCase() === text.toLowerCase());
  if (link !== undefined) return link.path;
  const prefix = parseIdPrefix(text);
  if (prefix !== undefined) {
    return pagesByPrefix[prefix]?.map((path) => path.replace(":id", text)).find(mayOpen);
  }
  const { permissions } = getViewer(c);
  const { query, reference, sku } = parseOrderSearch(text);
  const mayReadOrders = permissions.has("ORDER_READ_ANY");
  const isEmail = query?.includes("@") === true;
  const found = await askPersonal(c, GoToDocument, {
    number: query ?? null,
    withNumber: mayReadOrders && query !== undefined && !isEmail,
    orderFilter: reference === undefined ? null : { providerReference: reference },
    withReference: mayReadOrders && reference !== undefined,
    email: query ?? null,
    withAccount: permissions.has("ACCOUNT_READ_ANY") && isEmail,
    sku: sku ?? "",
    withStock: permissions.has("STOCK_WRITE") && sku !== undefined,
  });
  const order = found.byNumber?.edges[0] ?? found.byReference?.edges[0];
  const accounts = found.accounts?.edges ?? [];
  const candidates = [
    ...(order === undefined ? [] : [`/orders/${order.node.id}`]),
    // Of two accounts, the list of orders shows both.
    ...(accounts.length === 1 ? accounts.map(({ node }) => `/customers/${node.id}`) : []),
    ...((found.stockLedger?.edges.length ?? 0) === 0 ? [] : [`/stock/${encodeURIComponent(sku ?? "")}`]),
  ];
  return candidates.find(mayOpen);
}

/** Returns the address of the list that may contain the text. */
function findList({ var: { mayOpen } }: PageContext, text: string): string | undefined {
  return ["/orders", "/products"].filter(mayOpen).map((path) => `${path}?q=${encodeURIComponent(text)}`)[0];
}
