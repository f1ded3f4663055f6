import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import {
  asUser,
  refresh,
  register,
  runMutation,
  startGuest,
  type UserError,
  userErrorCodes,
} from "../support/accounts.ts";
import { errorCodes } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
const support = useUser(shop, "SUPPORT");
const manager = useUser(shop, "CATALOG_MANAGER");
const admin = useUser(shop, "ADMIN");
const other = useUser(shop);

interface Group {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** Runs a mutation that returns a customer group. Returns the group and the user errors as `CODE field path`. */
async function save(mutation: "createCustomerGroup" | "updateCustomerGroup", input: object, api: Api = support) {
  const type = mutation === "createCustomerGroup" ? "CreateCustomerGroupInput" : "UpdateCustomerGroupInput";
  const query = `mutation ($input: ${type}!) { saved: ${mutation}(input: $input) {
    customerGroup { id slug name } userErrors { code field }
  } }`;
  type Data = { saved: { customerGroup: Group | null; userErrors: readonly UserError[] } };
  const { saved } = await fetchData<Data>(api, query, { input });
  return { group: saved.customerGroup, errors: userErrorCodes(saved) };
}

const list = async (api: Api) =>
  (await fetchData<{ customerGroups: Group[] }>(api, "{ customerGroups { id slug name } }")).customerGroups;

const setGroupsMutation = `mutation ($input: SetCustomerGroupsInput!) { set: setCustomerGroups(input: $input) {
  account { id customerGroups { slug } } userErrors { code field }
} }`;

interface SetGroups {
  readonly account: { readonly id: string; readonly customerGroups: readonly { readonly slug: string }[] } | null;
  readonly userErrors: readonly UserError[];
}

async function setGroups(accountId: string, customerGroupIds: readonly string[], api: Api = support) {
  const input = { accountId, customerGroupIds };
  const { set } = await fetchData<{ set: SetGroups }>(api, setGroupsMutation, { input });
  return { account: set.account, errors: userErrorCodes(set) };
}

const ids: Record<"gold" | "trade", string> = { gold: "", trade: "" };

beforeAll(async () => {
  ids.trade = (await save("createCustomerGroup", { slug: "trade", name: "Trade" })).group?.id ?? "";
  ids.gold = (await save("createCustomerGroup", { slug: "gold", name: "Gold" })).group?.id ?? "";
});

describe("customer groups", () => {
  it("are created, renamed and listed by slug, by all staff", async () => {
    const created = await save("createCustomerGroup", { slug: " press ", name: " Press " }, manager);
    expect(created).toEqual({
      group: { id: expect.stringMatching(/^grp_/), slug: "press", name: "Press" },
      errors: [],
    });
    const id = created.group?.id ?? "";
    const renamed = await save("updateCustomerGroup", { id, name: "Journalists", slug: null }, admin);
    expect(renamed).toEqual({ group: { id, slug: "press", name: "Journalists" }, errors: [] });
    for (const staff of [support, manager, admin]) {
      const groups = await list(staff);
      expect(groups.map(({ slug }) => slug)).toEqual(["gold", "press", "trade"]);
      expect(groups[1]).toEqual({ id, slug: "press", name: "Journalists" });
    }
    expect(await errorCodes(other, "{ customerGroups { id } }")).toEqual(["FORBIDDEN"]);
  });

  it("have a unique slug", async () => {
    const duplicate = await save("createCustomerGroup", { slug: "gold", name: "Other" });
    expect(duplicate).toEqual({ group: null, errors: ["SLUG_TAKEN input slug"] });
    const { errors } = await save("updateCustomerGroup", { id: ids.trade, slug: "gold" });
    expect(errors).toEqual(["SLUG_TAKEN input slug"]);
  });

  it("are at most 500", async () => {
    const sql = shop.sql("account");
    await sql`insert into customer_groups (id, slug, name)
      select 'grp_fill' || n, 'fill-' || n, 'Fill' from generate_series(1, 500) n`;
    const { group, errors } = await save("createCustomerGroup", { slug: "one-more", name: "One more" });
    await sql`delete from customer_groups where id like 'grp_fill%'`;
    expect([group, errors]).toEqual([null, ["TOO_MANY_GROUPS"]]);
  });
});

describe("the customer groups of an account", () => {
  it("are replaced by staff, and shown by slug to the owner and to staff who may read accounts", async () => {
    const customer = await shop.signUp();
    const both = await setGroups(customer.accountId, [ids.trade, ids.gold, ids.trade]);
    const slugs = [{ slug: "gold" }, { slug: "trade" }];
    expect(both).toEqual({ account: { id: customer.accountId, customerGroups: slugs }, errors: [] });
    const query = `query ($id: ID!) { account(id: $id) { customerGroups { slug } } }`;
    for (const reader of [customer, support, admin]) {
      expect(await fetchData(reader, query, { id: customer.accountId })).toEqual({
        account: { customerGroups: slugs },
      });
    }
    expect(await fetchData(other, query, { id: customer.accountId })).toEqual({ account: null });
    expect((await setGroups(customer.accountId, [])).account?.customerGroups).toEqual([]);
  });

  it("are set by catalog managers without reading the account", async () => {
    const customer = await shop.signUp();
    expect(await setGroups(customer.accountId, [ids.gold], manager)).toEqual({ account: null, errors: [] });
    const query = "{ me { customerGroups { name } } }";
    expect(await fetchData(customer, query)).toEqual({ me: { customerGroups: [{ name: "Gold" }] } });
  });

  it("are found by their members by id, and hidden from other customers", async () => {
    const customer = await shop.signUp();
    await setGroups(customer.accountId, [ids.gold]);
    const query = `query ($id: ID!, $keys: [_Any!]!) {
      node(id: $id) { ... on CustomerGroup { slug } } _entities(representations: $keys) { ... on CustomerGroup { name } }
    }`;
    const variables = (id: string) => ({ id, keys: [{ __typename: "CustomerGroup", id }] });
    const gold = { node: { slug: "gold" }, _entities: [{ name: "Gold" }] };
    const hidden = { node: null, _entities: [null] };
    expect(await fetchData(customer, query, variables(ids.gold))).toEqual(gold);
    expect(await fetchData(customer, query, variables(ids.trade))).toEqual(hidden);
    expect(await fetchData(other, query, variables(ids.gold))).toEqual(hidden);
  });

  it("must exist and be at most 10, and the account must be registered", async () => {
    const { accountId } = await shop.signUp();
    const unknown = `grp_${"0".repeat(26)}`;
    expect((await setGroups(accountId, [ids.gold, unknown])).errors).toEqual([
      "UNKNOWN_CUSTOMER_GROUP input customerGroupIds",
    ]);
    const eleven = Array.from({ length: 11 }, (_, index) => `grp_${index}`);
    expect((await setGroups(accountId, eleven)).errors).toEqual(["TOO_MANY_GROUPS input customerGroupIds"]);
    const guest = await startGuest({ url: shop.url });
    for (const id of [guest.account?.id ?? "", `acc_${"0".repeat(26)}`]) {
      expect((await setGroups(id, [ids.gold])).errors).toEqual(["NOT_FOUND input accountId"]);
    }
    const query =
      "mutation ($input: SetCustomerGroupsInput!) { setCustomerGroups(input: $input) { userErrors { code } } }";
    const input = { accountId: other.accountId, customerGroupIds: [ids.gold] };
    expect(await errorCodes(other, query, { input })).toEqual(["FORBIDDEN"]);
  });

  it("change once with an event in the audit trail, also when two requests set them concurrently", async () => {
    const { accountId } = await shop.signUp();
    const identity = { accountId: support.accountId, sessionId: "", roles: ["SUPPORT"] } as const;
    const rpc = await shop.rpc("account", identity);
    const set = (...customerGroupIds: string[]) =>
      rpc(AccountService.method.setCustomerGroups, { userId: accountId, customerGroupIds });
    await Promise.all([set(ids.gold), set(ids.gold)]);
    const before = (await set(ids.gold)).user?.etag;
    await set(ids.trade);
    const events = await shop.sql("account")`
      select actor, detail from security_events where user_id = ${accountId} and type = 'CUSTOMER_GROUPS_CHANGED' order by at, id`;
    const actor = `account:${support.accountId}`;
    expect(events).toEqual([
      { actor, detail: { added: [ids.gold], removed: [] } },
      { actor, detail: { added: [ids.trade], removed: [ids.gold] } },
    ]);
    expect(Number(before)).toBeLessThan(Number((await set(ids.trade)).user?.etag));
  });

  it("are in the next access token, and do not sign the customer out", async () => {
    const session = await register({ url: shop.url }, { email: "groups@example.com" });
    const accountId = session.account?.id ?? "";
    const customer = asUser(shop, session);
    await setGroups(accountId, [ids.gold, ids.trade]);
    expect(await runMutation(customer, "updatePreferences", "UpdatePreferencesInput", { locale: "nl" })).toEqual([]);
    const refreshed = await refresh({ url: shop.url }, session.refreshToken);
    await setGroups(accountId, []);
    const last = await refresh({ url: shop.url }, refreshed.refreshToken);
    const claims = [session, refreshed, last].map(({ accessToken }) => decodeJwt(accessToken ?? "").groups);
    expect(claims).toEqual([undefined, [ids.gold, ids.trade], undefined]);
  });
});
