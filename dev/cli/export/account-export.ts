import { fetchRespectingRateLimit } from "../reconciliation/fetch-with-retry.ts";
import { type Api, sendGraphql } from "../shop/api.ts";

/** All data of one account. Values are those of the public API. */
export interface AccountExport {
  readonly account: Readonly<Record<string, unknown>>;
  /** Newest first, the cart last if there is one. */
  readonly orders: readonly object[];
  /** Null unless the caller is an administrator. */
  readonly securityEvents: readonly object[] | null;
}

const money = "{ amountMinor currency }";
const address = "{ name line1 line2 city region postalCode countryCode }";

const accountFields = `id email pendingEmail emailVerified firstName lastName roles disabled createdAt updatedAt
  taxId { value status verifiedName } preferences { locale currency marketingEmails orderEmails }
  addresses { id ${address.slice(1, -1)} isDefault } customerGroups { slug name } wishlist { sku }
  sessions { id createdAt lastSeenAt userAgent }`;

const orderFields = `id number status paymentStatus fulfillmentStatus placedAt createdAt updatedAt email customerNote
  lines { sku name quantity unitPrice ${money} total ${money} }
  subtotal ${money} shipping ${money} tax ${money} discountTotal ${money} total ${money} refunded ${money}
  couponCodes discounts { name code amount ${money} } taxId { value status verifiedName }
  shippingAddress ${address} billingAddress ${address} shippingMethod
  shipments { carrier trackingNumber shippedAt lines { sku quantity } }
  refunds { reason createdAt amount ${money} } rejection { code message }
  transactions { kind status amount ${money} provider providerReference at }`;

/** Orders in one page, and events in one page of a timeline. */
const pageSize = 5;
const maxEvents = 250;

/**
 * Exports all data of an account. The caller is the owner (`me`), or staff who name an account by its id or its email address.
 * Returns undefined when there is no such account.
 */
export async function exportAccount(api: Api, name: string): Promise<AccountExport | undefined> {
  const account = await readAccount(api, name);
  if (account === undefined) return undefined;
  const id = String(account.id);
  const isOwner = name === "me";
  const [orders, cart] = [await readOrders(api, isOwner, id), isOwner ? await readCart(api) : undefined];
  return {
    account,
    orders: cart === undefined ? orders : [...orders, cart],
    securityEvents: await readSecurityEvents(api, id),
  };
}

type Account = Readonly<Record<string, unknown>>;

async function readAccount(api: Api, name: string): Promise<Account | undefined> {
  if (name === "me") {
    const { me } = await fetchRespectingRateLimit<{ me: Account | null }>(api, `{ me { ${accountFields} } }`, {});
    return me ?? undefined;
  }
  if (name.startsWith("acc_")) {
    const query = `query ($id: ID!) { account(id: $id) { ${accountFields} } }`;
    const { account } = await fetchRespectingRateLimit<{ account: Account | null }>(api, query, { id: name });
    return account ?? undefined;
  }
  // The search matches parts of addresses.
  const query = `query ($query: String) { accounts(first: 100, query: $query) { edges { node { id email } } } }`;
  type Found = { accounts: { edges: readonly { node: { id: string; email: string | null } }[] } };
  const { accounts } = await fetchRespectingRateLimit<Found>(api, query, { query: name });
  const found = accounts.edges.find(({ node }) => node.email?.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : readAccount(api, found.node.id);
}

interface OrderPage {
  readonly orders: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  };
}

async function readOrders(api: Api, isOwner: boolean, id: string): Promise<readonly object[]> {
  const orders: object[] = [];
  const page = `orders(first: ${pageSize}, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } }`;
  const query = isOwner
    ? `query ($after: String) { owner: me { ${page} } }`
    : `query ($after: String, $id: ID!) { owner: account(id: $id) { ${page} } }`;
  for (let after: string | null = null; ; ) {
    const variables: object = isOwner ? { after } : { after, id };
    const { owner } = await fetchRespectingRateLimit<{ owner: OrderPage }>(api, query, variables);
    const { edges, pageInfo } = owner.orders;
    for (const { node } of edges) orders.push(await readOrder(api, node.id));
    after = edges.at(-1)?.cursor ?? null;
    if (!pageInfo.hasNextPage || after === null) return orders;
  }
}

async function readCart(api: Api): Promise<object | undefined> {
  const { cart } = await fetchRespectingRateLimit<{ cart: { id: string } | null }>(api, "{ cart { id } }", {});
  return cart === null ? undefined : readOrder(api, cart.id);
}

/** The timeline has what the buyer and staff wrote, and when. */
async function readOrder(api: Api, id: string): Promise<object> {
  const timeline: { readonly sequence: number }[] = [];
  const events = `timeline(first: ${maxEvents}, after: $after) { sequence type at actor data }`;
  const query = (fields: string) => `query ($id: ID!, $after: Int) { order(id: $id) { ${fields} ${events} } }`;
  type Data = { readonly order: { readonly timeline: readonly { readonly sequence: number }[] } };
  let first: object = {};
  for (let after: number | null = null; ; ) {
    const data: Data = await fetchRespectingRateLimit<Data>(api, query(after === null ? orderFields : "id"), {
      id,
      after,
    });
    if (after === null) first = data.order;
    timeline.push(...data.order.timeline);
    if (data.order.timeline.length < maxEvents) return { ...first, timeline };
    after = data.order.timeline.at(-1)?.sequence ?? 0;
  }
}

interface EventPage {
  readonly securityEvents: {
    readonly edges: readonly { readonly cursor: string; readonly node: object }[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  };
}

async function readSecurityEvents(api: Api, accountId: string): Promise<readonly object[] | null> {
  const events: object[] = [];
  const query = `query ($id: ID!, $after: String) {
    securityEvents(first: 100, after: $after, accountId: $id) {
      edges { cursor node { type actor at addressHash detail } } pageInfo { hasNextPage }
    }
  }`;
  for (let after: string | null = null; ; ) {
    const page = await readEventPage(api, query, { id: accountId, after });
    if (page === undefined) return null;
    events.push(...page.edges.map(({ node }) => node));
    after = page.edges.at(-1)?.cursor ?? null;
    if (!page.pageInfo.hasNextPage || after === null) return events;
  }
}

/** Returns undefined when the caller may not read the audit trail. */
async function readEventPage(
  api: Api,
  query: string,
  variables: object,
): Promise<EventPage["securityEvents"] | undefined> {
  const { data, errors } = await sendGraphql<EventPage>(api, query, variables);
  if (errors?.some(({ extensions }) => extensions?.code === "FORBIDDEN") === true) return undefined;
  if (errors !== undefined || data === undefined) throw new Error(errors?.[0]?.message ?? "The response has no data");
  return data.securityEvents;
}
