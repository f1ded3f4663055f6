import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import {
  asUser,
  login,
  refresh,
  register,
  resetPassword,
  runMutation,
  startGuest,
  tokenFromMail,
  userErrorCodes,
  waitForMail,
} from "../support/accounts.ts";
import { errorCodes, importProducts, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
const admin = useUser(shop, "ADMIN");
const support = useUser(shop, "SUPPORT");
const manager = useUser(shop, "CATALOG_MANAGER");
const buyer = useUser(shop);
const other = useUser(shop);

interface AccountPage {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function listPage(filter: object, args: object = {}): Promise<AccountPage> {
  const document = `query ($filter: AccountFilter, $first: Int, $after: String, $query: String) {
    accounts(filter: $filter, first: $first, after: $after, query: $query) {
      totalCount edges { node { id } } pageInfo { hasNextPage endCursor }
    }
  }`;
  return (await fetchData<{ accounts: AccountPage }>(support, document, { filter, ...args })).accounts;
}

const idsOf = (page: AccountPage) => page.edges.map(({ node }) => node.id);

describe("accounts", () => {
  let placedAt: string;

  beforeAll(async () => {
    await importProducts(manager, [productLine("LAMP", 50, "2000")]);
    const order = { paymentMethod: "pm_card_visa" };
    const lamps = { ...order, lines: [{ sku: "LAMP", quantity: 2 }], idempotencyKey: "lamps" };
    const placed = await placeOrder(buyer, lamps);
    expect(placed.order?.status).toBe("CONFIRMED");
    const declined = { ...order, paymentMethod: "pm_card_chargeDeclined", idempotencyKey: "declined" };
    await placeOrder(other, { ...declined, lines: [{ sku: "LAMP", quantity: 1 }] });
    const read = "query ($id: ID!) { order(id: $id) { placedAt } }";
    placedAt = (await fetchData<{ order: { placedAt: string } }>(buyer, read, { id: placed.order?.id })).order.placedAt;
  });

  it("are filtered by role, state and time of creation, and counted", async () => {
    const staff = await listPage({ roles: ["SUPPORT", "CATALOG_MANAGER"] });
    expect(idsOf(staff).toSorted()).toEqual([support.accountId, manager.accountId].toSorted());
    expect(staff.totalCount).toBe(2);
    expect((await listPage({})).totalCount).toBe(5);
    const first = await listPage({ roles: ["CUSTOMER"] }, { first: 1 });
    expect([first.edges.length, first.totalCount, first.pageInfo.hasNextPage]).toEqual([1, 2, true]);

    await runMutation(admin, "setDisabled", "SetDisabledInput", { accountId: other.accountId, disabled: true });
    expect(idsOf(await listPage({ disabled: true }))).toEqual([other.accountId]);
    expect(idsOf(await listPage({ disabled: false, roles: ["CUSTOMER"] }))).toEqual([buyer.accountId]);
    await runMutation(admin, "setDisabled", "SetDisabledInput", { accountId: other.accountId, disabled: false });

    const [row] = await shop.sql("account")`select created_at from users where id = ${buyer.accountId}`;
    const createdFrom = new Date(row?.created_at as string | Date);
    const createdTo = new Date(createdFrom.getTime() + 1);
    expect(idsOf(await listPage({ createdFrom, createdTo }))).toEqual([buyer.accountId]);
    expect((await listPage({ createdFrom: createdTo, createdTo })).totalCount).toBe(0);
  });

  it("are filtered by orders, which rejected ones are not", async () => {
    const buyers = await listPage({ hasOrders: true });
    expect([idsOf(buyers), buyers.totalCount]).toEqual([[buyer.accountId], 1]);
    const others = await listPage({ hasOrders: false, roles: ["CUSTOMER"] });
    expect([idsOf(others), others.totalCount]).toEqual([[other.accountId], 1]);
    const pages = [await listPage({ hasOrders: false }, { first: 2 })];
    while (pages.at(-1)?.pageInfo.hasNextPage) {
      pages.push(await listPage({ hasOrders: false }, { first: 2, after: pages.at(-1)?.pageInfo.endCursor }));
    }
    expect(pages.map((page) => page.edges.length)).toEqual([2, 2]);
    expect(pages.flatMap(idsOf)).not.toContain(buyer.accountId);
  });

  it("show the totals of their orders to support staff and the owner only", async () => {
    const read = async (by: Api, id: string) => {
      const totals = "orderCount paid { amountMinor currency } refunded { amountMinor } lastOrderAt";
      const document = `query ($id: ID!) { account(id: $id) { orderTotals { ${totals} } } }`;
      return (await fetchData<{ account: { orderTotals: unknown } | null }>(by, document, { id })).account?.orderTotals;
    };
    const paid = [{ amountMinor: expect.any(String), currency: "USD" }];
    const expected = { orderCount: 1, paid, refunded: [], lastOrderAt: placedAt };
    expect(await read(support, buyer.accountId)).toEqual(expected);
    expect(await read(buyer, buyer.accountId)).toEqual(expected);
    expect(await read(support, other.accountId)).toEqual({ orderCount: 0, paid: [], refunded: [], lastOrderAt: null });
    expect(await read(manager, manager.accountId)).toMatchObject({ orderCount: 0 });
  });

  it("show the last sign-in to administrators and the owner only", async () => {
    const read = async (by: Api, id: string) => {
      const document = "query ($id: ID!) { account(id: $id) { lastSignInAt } }";
      return (await fetchData<{ account: { lastSignInAt: string | null } }>(by, document, { id })).account.lastSignInAt;
    };
    const before = Date.now();
    const session = await login({ url: shop.url }, other.email);
    const time = async (by: Api) => Date.parse((await read(by, other.accountId)) ?? "0");
    await expect.poll(() => time(admin)).toBeGreaterThanOrEqual(before);
    expect(await time(asUser(shop, session))).toBe(await time(admin));
    expect(await read(support, other.accountId)).toBeNull();
  });

  it("lose all sessions with revokeSessions", async () => {
    const session = await register({ url: shop.url }, { email: "revoked@example.com" });
    const document = "mutation ($id: ID!) { done: revokeSessions(accountId: $id) { userErrors { code field } } }";
    const revoke = async (id: string) =>
      userErrorCodes((await fetchData<{ done: Parameters<typeof userErrorCodes>[0] }>(admin, document, { id })).done);
    expect(await revoke(session.account?.id ?? "")).toEqual([]);
    expect(userErrorCodes(await refresh({ url: shop.url }, session.refreshToken))).toContain(
      "SESSION_EXPIRED input refreshToken",
    );
    expect(await revoke(`acc_${"0".repeat(26)}`)).toEqual(["NOT_FOUND accountId"]);
  });
});

describe("inviteStaff", () => {
  const invite = (input: object) =>
    runMutation(admin, "inviteStaff", "InviteStaffInput", { firstName: "Ada", lastName: "Byron", ...input });

  it("creates an account that gets its password by a link in a mail, and keeps its names", async () => {
    const email = "invited@example.com";
    expect(await invite({ email, roles: ["SUPPORT"] })).toEqual([]);
    expect((await login({ url: shop.url }, email)).account).toBeNull();
    const token = await tokenFromMail(shop, email, /staff account/);
    const session = await resetPassword({ url: shop.url }, token, "an invited horse battery");
    expect(session.account?.roles).toEqual(["SUPPORT"]);
    const me = "{ me { firstName lastName emailVerified permissions } }";
    expect(await fetchData(asUser(shop, session), me)).toEqual({
      me: { firstName: "Ada", lastName: "Byron", emailVerified: true, permissions: expect.any(Array) },
    });
    expect(userErrorCodes(await resetPassword({ url: shop.url }, token, "another horse battery"))).toEqual([
      "INVALID_TOKEN input token",
    ]);
  });

  it("rejects addresses in use and roles that are not of staff, and sends no mail for them", async () => {
    expect(await invite({ email: buyer.email.toUpperCase(), roles: ["SUPPORT"] })).toEqual(["EMAIL_TAKEN input email"]);
    for (const roles of [[], ["CUSTOMER"], ["GUEST"]]) {
      expect(await invite({ email: "customer@example.com", roles })).toEqual(["INVALID_ROLES input roles"]);
    }
    expect(shop.mails().filter(({ subject }) => subject.includes("staff account"))).toHaveLength(1);
  });

  it("is recorded in the audit trail, and a reset by a stranger does not use the link", async () => {
    const email = "waiting@example.com";
    expect(await invite({ email, roles: ["CATALOG_MANAGER"] })).toEqual([]);
    await waitForMail(shop, email, /staff account/);
    const trail = `{ securityEvents(filter: { types: ["STAFF_INVITED"] }) { edges { node { actor detail account { email } } } } }`;
    const { securityEvents } = await fetchData<{ securityEvents: { edges: { node: object }[] } }>(admin, trail);
    expect(securityEvents.edges[0]?.node).toEqual({
      actor: `account:${admin.accountId}`,
      detail: { roles: ["CATALOG_MANAGER"] },
      account: { email },
    });
  });
});

describe("securityEvents", () => {
  it("are filtered by type, time and address", async () => {
    const read = async (filter: object) => {
      const document = `query ($filter: SecurityEventFilter) {
        securityEvents(first: 100, filter: $filter) { edges { node { type at addressHash } } }
      }`;
      type Data = { securityEvents: { edges: { node: { type: string; at: string; addressHash: string } }[] } };
      const { securityEvents } = await fetchData<Data>(admin, document, { filter });
      return securityEvents.edges.map(({ node }) => node);
    };
    const at = (minute: number) => `2026-01-01T00:0${minute}:00.000Z`;
    const rows = ["DELETED", "DISABLED", "ENABLED", "DISABLED"].map((type, minute) => ({
      type,
      at: at(minute),
      addressHash: `filter ${minute % 2}`,
    }));
    for (const { type, at: time, addressHash } of rows) {
      await shop.sql("account")`insert into security_events (id, type, actor, address_hash, at)
        values (${`evt ${time}`}, ${type}, 'operator', ${addressHash}, ${time})`;
    }
    const [first, second, third, last] = rows;
    const period = { from: at(0), to: at(4) };
    expect(await read(period)).toEqual([last, third, second, first]);
    expect(await read({ ...period, types: ["DISABLED", "DELETED"] })).toEqual([last, second, first]);
    expect(await read({ addressHash: "filter 0" })).toEqual([third, first]);
    expect(await read({ from: at(1), to: at(3) })).toEqual([third, second]);
    expect(await read({ addressHash: "filter 0", types: ["DISABLED"] })).toEqual([]);
    expect(await errorCodes(support, "{ securityEvents(filter: {}) { edges { cursor } } }")).toEqual(["FORBIDDEN"]);
  });
});

describe("with 30,000 accounts and 60,000 events", () => {
  beforeAll(async () => {
    const sql = shop.sql("account");
    await sql`insert into users (id, email, email_key, first_name, last_name, roles, disabled, created_at)
      select 'acc_' || lpad(n::text, 26, '0'), 'n' || n || '@example.org', 'n' || n || '@example.org', 'N', 'N',
        case when n % 3000 = 0 then '{SUPPORT}' else '{CUSTOMER}' end::text[], n % 2000 = 0, now() - n * interval '1 minute'
      from generate_series(1, 30000) n`;
    await sql`insert into users (id, first_name, last_name, roles, created_at)
      select 'acc_g' || lpad(n::text, 25, '0'), '', '', '{GUEST}', now() - n * interval '1 second'
      from generate_series(1, 30000) n`;
    await sql`insert into security_events (id, type, user_id, actor, address_hash, at)
      select 'evt_' || lpad(n::text, 26, '0'), case when n % 6000 = 0 then 'DELETED' else 'SIGN_IN' end,
        'acc_' || lpad((n % 3000)::text, 26, '0'), 'anonymous', 'hash' || n % 1000, now() - n * interval '1 second'
      from generate_series(1, 60000) n`;
    await sql`analyze users`;
    await sql`analyze security_events`;
  });

  const uses = async (index: string) => {
    const [row] = await shop.sql("account")`
      select sum(idx_scan)::int as uses from pg_stat_user_indexes
      where indexrelname = ${index} or indexrelid in (select inhrelid from pg_inherits where inhparent = to_regclass(${index}))`;
    return Number(row?.uses);
  };
  const events = (filter: string) => `{ securityEvents(filter: { ${filter} }) { edges { node { id } } } }`;

  it.each([
    ["users_registered", "{ accounts(filter: {}) { totalCount edges { node { id } } } }"],
    ["users_staff", "{ accounts(filter: { roles: [SUPPORT] }) { totalCount edges { node { id } } } }"],
    ["users_disabled", "{ accounts(filter: { disabled: true }) { totalCount edges { node { id } } } }"],
    ["security_events_type", events('types: ["DELETED"]')],
    ["security_events_address", events('addressHash: "hash7"')],
    ["security_events_user", "{ accounts(filter: { disabled: true }) { edges { node { lastSignInAt } } } }"],
  ])("uses the index %s", async (index, document) => {
    const before = await uses(index);
    // Postgres counts a use within a second of its transaction, when the connection is used again.
    await expect
      .poll(async () => [await errorCodes(admin, document), (await uses(index)) > before], { timeout: 15_000 })
      .toEqual([[], true]);
  });

  it("counts up to 10,000, and finds the one buyer behind thousands of newer accounts", async () => {
    expect((await listPage({})).totalCount).toBe(10_000);
    expect((await listPage({ disabled: true })).totalCount).toBe(15);
    const guest = await startGuest({ url: shop.url });
    expect(guest.account?.roles).toEqual(["GUEST"]);
    await shop.sql("account")`update users set created_at = now() - interval '15 days' where id = ${buyer.accountId}`;
    // One page ends after 20,000 accounts, and the next one continues there.
    const first = await listPage({ hasOrders: true });
    expect([idsOf(first), first.pageInfo.hasNextPage]).toEqual([[], true]);
    const second = await listPage({ hasOrders: true }, { after: first.pageInfo.endCursor });
    expect([idsOf(second), second.pageInfo.hasNextPage]).toEqual([[buyer.accountId], false]);
  });
});
