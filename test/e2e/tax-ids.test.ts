import { afterEach, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, login } from "../support/accounts.ts";
import { callAsPartner, createToken } from "../support/api-tokens.ts";
import { countCalls } from "../support/call-counter.ts";
import { address, errorCodes, productLine } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { waitForMinuteStart } from "../support/rate-limits.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 100, "11900", "EUR")] });
const business = useUser(shop);
const vies = () => shop.stack.services.vies;
afterEach(() => vies().setRejecting(false));

const mutation = `mutation ($taxId: String) { setTaxId(input: {taxId: $taxId}) {
  account { taxId { value status verifiedName } } userErrors { code field } } }`;

async function setTaxId(api: Api, taxId: string | null) {
  const { setTaxId: payload } = await fetchData<{
    setTaxId: { account: { taxId: object | null } | null; userErrors: readonly object[] };
  }>(api, mutation, { taxId });
  return payload.userErrors.length > 0 ? payload.userErrors : payload.account?.taxId;
}

describe("setTaxId", () => {
  it("stores a number with the name in the register, and removes it", async () => {
    const stored = { value: "NL000000100B01", status: "VERIFIED", verifiedName: "Example NL Ltd" };
    expect(await setTaxId(business, "nl 0000.00.100 b01")).toEqual(stored);
    expect(await fetchData(business, "{ me { taxId { value status verifiedName } } }")).toEqual({
      me: { taxId: stored },
    });
    expect(await setTaxId(business, null)).toBeNull();
    expect(await fetchData(business, "{ me { taxId { value } } }")).toEqual({ me: { taxId: null } });
  });

  it("stores a number that the register does not know, as UNVERIFIED", async () => {
    expect(await setTaxId(business, "DE000000200")).toEqual({
      value: "DE000000200",
      status: "UNVERIFIED",
      verifiedName: null,
    });
  });

  it("stores a number as UNAVAILABLE while VIES is down", async () => {
    vies().setRejecting(true);
    expect(await setTaxId(business, "IE0000100A")).toMatchObject({ value: "IE0000100A", status: "UNAVAILABLE" });
    vies().setRejecting(false);
    expect(await setTaxId(business, "IE0000100A")).toMatchObject({ status: "VERIFIED" });
  });

  it("rejects a malformed number without a request to VIES, and keeps the former one", async () => {
    await setTaxId(business, "AT U00000100");
    const before = vies().requests().length;
    for (const taxId of ["DE12", "GB123456789", "hello"]) {
      expect(await setTaxId(business, taxId)).toEqual([{ code: "INVALID_TAX_ID", field: ["input", "taxId"] }]);
    }
    expect(vies().requests().length).toBe(before);
    expect(await fetchData(business, "{ me { taxId { value } } }")).toEqual({
      me: { taxId: { value: "ATU00000100" } },
    });
  });

  it("is for accounts: a visitor without a session is rejected", async () => {
    expect(await errorCodes({ url: shop.url }, mutation, { taxId: "DE000000100" })).toEqual(["UNAUTHENTICATED"]);
  });
});

describe("the tax id of an account", () => {
  it("is shown to its owner and to staff", async () => {
    await setTaxId(business, "ATU00000100");
    const query = "query ($id: ID!) { account(id: $id) { taxId { value } } }";
    const staff = await shop.signUp("SUPPORT");
    expect(await fetchData(staff, query, { id: business.accountId })).toEqual({
      account: { taxId: { value: "ATU00000100" } },
    });
    const stranger = await shop.signUp();
    expect(await fetchData(stranger, query, { id: business.accountId })).toEqual({ account: null });
    expect(await fetchData(stranger, "{ me { taxId { value } } }")).toEqual({ me: { taxId: null } });
  });

  it("is deleted with the account", async () => {
    const leaving = await shop.signUp();
    await setTaxId(leaving, "SI00000100");
    const count = () => shop.sql("account")`select count(*)::int as count from users where tax_id = 'SI00000100'`;
    expect(await count()).toEqual([{ count: 1 }]);
    const password = "correct horse battery";
    await fetchData(
      leaving,
      "mutation ($password: String!) { deleteMyAccount(input: {password: $password}) { accepted } }",
      { password },
    );
    expect(await count()).toEqual([{ count: 0 }]);
  });
});

interface Quote {
  readonly taxId: { readonly value: string; readonly status: string } | null;
  readonly tax: number;
  readonly reverseChargeAmount: number;
  readonly total: number;
  readonly problems: readonly object[];
}

async function quote(api: Api, input: object): Promise<Quote> {
  const query = `query ($input: QuoteInput!) { quote(input: $input) { taxId { value status }
    tax { amountMinor } reverseChargeAmount { amountMinor } total { amountMinor }
    lines { reverseChargeAmount { amountMinor } taxLines { name } } taxLines { name } problems { code field } } }`;
  type Amount = { readonly amountMinor: string };
  const { quote: found } = await fetchData<{
    quote: Omit<Quote, "tax" | "reverseChargeAmount" | "total"> &
      Record<"tax" | "reverseChargeAmount" | "total", Amount>;
  }>(api, query, { input: { lines: [{ sku: "LAMP", quantity: 1 }], ...input } });
  const { tax, reverseChargeAmount, total, ...rest } = found;
  const [taxMinor, reversed, totalMinor] = [tax, reverseChargeAmount, total].map(({ amountMinor }) =>
    Number(amountMinor),
  );
  return { ...rest, tax: taxMinor ?? 0, reverseChargeAmount: reversed ?? 0, total: totalMinor ?? 0 };
}

describe("a quote with a tax id", () => {
  // The local shop is registered in the Netherlands. Prices of EU markets include tax: 19 % in Germany.
  const germany = { destination: { countryCode: "DE" } };
  const visitor = () => ({ url: shop.url });
  const taxed = { tax: 1_900, reverseChargeAmount: 0, total: 11_900 };
  const reversed = { tax: 0, reverseChargeAmount: 1_900, total: 10_000 };

  it("has no tax if VIES confirms the number of another member state and the goods go there", async () => {
    const confirmed = { taxId: { value: "DE000000100", status: "VERIFIED" }, problems: [] };
    const found = await quote(visitor(), { ...germany, taxId: "de 000 000 100" });
    expect(found).toMatchObject({ ...reversed, ...confirmed, taxLines: [] });
    expect(found).toMatchObject({ lines: [{ reverseChargeAmount: { amountMinor: "1900" }, taxLines: [] }] });
  });

  it.each([
    ["VIES does not know the number", { taxId: "DE000000200" }, "UNVERIFIED"],
    ["the member state does not respond", { taxId: "DE000000301" }, "UNAVAILABLE"],
    ["the number belongs to the shop's own member state", { taxId: "NL000000100B01" }, "VERIFIED"],
  ])("has the full tax if %s", async (_what, input, status) => {
    expect(await quote(visitor(), { ...germany, ...input })).toMatchObject({
      ...taxed,
      taxId: { value: input.taxId, status },
      problems: [],
    });
  });

  it("has the full tax if the goods stay in the shop's own member state", async () => {
    const input = { destination: { countryCode: "NL" }, taxId: "DE000000100" };
    expect(await quote(visitor(), input)).toMatchObject({ tax: 2_065, reverseChargeAmount: 0, total: 11_900 });
  });

  it("has the full tax while VIES is down, and none as soon as it responds", async () => {
    vies().setRejecting(true);
    const input = { destination: { countryCode: "FR" }, taxId: "FR00000000100" };
    const during = await quote(visitor(), input);
    expect(during).toMatchObject({ tax: 1_983, reverseChargeAmount: 0, total: 11_900, problems: [] });
    expect(during.taxId?.status).toBe("UNAVAILABLE");
    vies().setRejecting(false);
    expect(await quote(visitor(), input)).toMatchObject({ tax: 0, reverseChargeAmount: 1_983, total: 9_917 });
  });

  it("names a malformed number as a problem, and has the full tax", async () => {
    const problems = [{ code: "INVALID_TAX_ID", field: ["input", "taxId"] }];
    expect(await quote(visitor(), { ...germany, taxId: "DE1" })).toMatchObject({ ...taxed, taxId: null, problems });
  });

  it("verifies the number also without a destination, when the tax is unknown", async () => {
    const found = await quote(visitor(), { taxId: "DE000000100" });
    expect(found).toMatchObject({ taxId: { status: "VERIFIED" }, reverseChargeAmount: 0, total: 11_900 });
  });

  it("uses the tax id of the account, unless the input names another one or none", async () => {
    const signedUp = await shop.signUp();
    await setTaxId(signedUp, "DE000000100");
    // The access token of before does not know the tax id yet.
    expect(await quote(signedUp, germany)).toMatchObject({ ...taxed, taxId: null });
    const buyer = asUser(shop, await login(visitor(), signedUp.email));
    expect(await quote(buyer, germany)).toMatchObject({ ...reversed, taxId: { value: "DE000000100" } });
    expect(await quote(buyer, { ...germany, taxId: "FR00000000200" })).toMatchObject({
      ...taxed,
      taxId: { value: "FR00000000200" },
    });
    expect(await quote(buyer, { ...germany, taxId: "" })).toMatchObject({ ...taxed, taxId: null });
    // A removed tax id applies to no quote any more, although the token still says that there is one.
    await setTaxId(buyer, null);
    expect(await quote(buyer, germany)).toMatchObject({ ...taxed, taxId: null });
  });

  it("fails while the account service does not respond, unless the input names a tax id or none", async () => {
    const signedUp = await shop.signUp();
    await setTaxId(signedUp, "DE000000100");
    const buyer = asUser(shop, await login(visitor(), signedUp.email));
    const query = "query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor } } }";
    const input = { ...germany, lines: [{ sku: "LAMP", quantity: 1 }] };
    const unlock = await lockTable(shop, "account", "users");
    try {
      const codesOf = (more: object) => errorCodes(buyer, query, { input: { ...input, ...more } });
      expect(await codesOf({})).toEqual(["UNAVAILABLE"]);
      expect(await codesOf({ taxId: "" })).toEqual([]);
      expect(await codesOf({ taxId: "DE000000100" })).toEqual([]);
    } finally {
      await unlock();
    }
  });

  it("reads the account only if it may have a tax id, and the input names none", async () => {
    const query = "query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor } } }";
    const input = { ...germany, lines: [{ sku: "LAMP", quantity: 1 }] };
    const signedUp = await shop.signUp();
    expect((await countCalls(shop, signedUp, query, { input })).rpcs).toEqual(["Quote", "QuoteOrder"]);
    await setTaxId(signedUp, "DE000000100");
    const buyer = asUser(shop, await login(visitor(), signedUp.email));
    expect((await countCalls(shop, buyer, query, { input })).rpcs).toEqual(["BatchGetUsers", "Quote", "QuoteOrder"]);
    const named = { ...input, taxId: "FR00000000100" };
    expect((await countCalls(shop, buyer, query, { input: named })).rpcs).toEqual(["Quote", "QuoteOrder"]);
  });
});

interface Order {
  readonly id: string;
  readonly status: string;
  readonly taxId: { readonly value: string; readonly status: string } | null;
  readonly rejection: { readonly code: string } | null;
  readonly [field: string]: unknown;
}

const orderFields = `id status rejection { code } taxId { value status verifiedName } tax { amountMinor }
  reverseChargeAmount { amountMinor } total { amountMinor } refunded { amountMinor } taxLines { name }`;
const placing = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  order { ${orderFields} } userErrors { code field } } }`;

let keys = 0;

async function place(api: Api, input: object): Promise<{ order: Order | null; userErrors: readonly object[] }> {
  const complete = {
    idempotencyKey: `tax-${++keys}`,
    lines: [{ sku: "LAMP", quantity: 1 }],
    paymentMethod: "pm_card_visa",
    shippingAddress: { ...address, countryCode: "DE", postalCode: "10115" },
    ...input,
  };
  return (
    await fetchData<{ placeOrder: { order: Order | null; userErrors: readonly object[] } }>(api, placing, {
      input: complete,
    })
  ).placeOrder;
}

describe("an order with a tax id", () => {
  const minor = (amount: number) => ({ amountMinor: String(amount) });
  const reversed = { status: "CONFIRMED", tax: minor(0), reverseChargeAmount: minor(1_900), total: minor(10_000) };
  const taxed = { status: "CONFIRMED", tax: minor(1_900), reverseChargeAmount: minor(0), total: minor(11_900) };
  const net = { amountMinor: "10000", currency: "EUR" };

  it("is charged what the quote says, without tax, and refunds exactly that", async () => {
    const buyer = await shop.signUp();
    const { order } = await place(buyer, { taxId: "ie 0000100 a", expectedTotal: net });
    const taxId = { value: "IE0000100A", status: "VERIFIED", verifiedName: "Example IE Ltd" };
    expect(order).toMatchObject({ ...reversed, taxId, taxLines: [] });
    const support = await shop.signUp("SUPPORT");
    const refunding = `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) {
      order { status refunded { amountMinor } taxId { value } } userErrors { code } } }`;
    const input = { orderId: order?.id, reason: "r", idempotencyKey: "refund" };
    expect(await fetchData(support, refunding, { input })).toEqual({
      refundOrder: {
        order: { status: "REFUNDED", refunded: minor(10_000), taxId: { value: "IE0000100A" } },
        userErrors: [],
      },
    });
  });

  it("is not shown to partners, neither in the order nor in its timeline", async () => {
    const { order } = await place(business, { taxId: "SK0000000100" });
    const { token } = await createToken(await shop.signUp("ADMIN"), ["ORDER_READ"]);
    const request = { id: order?.id };
    const get = await callAsPartner(shop.url, "stoa.order.v1.OrderService/GetOrder", { token, request });
    expect(get).toMatchObject({ status: 200, body: { order: { id: order?.id, reverseChargeAmount: {} } } });
    expect(JSON.stringify(get)).not.toMatch(/SK0000000100|Example SK/);
  });

  it.each([
    ["does not know the number", "DE000000200", "UNVERIFIED"],
    ["is down", "DE000000301", "UNAVAILABLE"],
  ])("is charged with tax if the register %s", async (_what, value, status) => {
    const { order } = await place(business, { taxId: value });
    expect(order).toMatchObject({ ...taxed, taxId: { value, status } });
  });

  it("is rejected if VIES goes down after the quote, and holds nothing", async () => {
    const taxId = "FR00000300100";
    vies().setRejecting(true);
    const { order } = await place(business, { taxId, expectedTotal: net });
    expect(order).toMatchObject({ status: "REJECTED", rejection: { code: "PRICE_CHANGED" } });
    expect(order?.taxId).toMatchObject({ status: "UNAVAILABLE" });
    vies().setRejecting(false);
    expect((await place(business, { taxId, expectedTotal: net })).order).toMatchObject(reversed);
  });

  it("is refused with a malformed number", async () => {
    const userErrors = [{ code: "INVALID_TAX_ID", field: ["input", "taxId"] }];
    expect(await place(business, { taxId: "DE1" })).toEqual({ order: null, userErrors });
  });

  it("has the account's tax id, unless the input names another one or none", async () => {
    const signedUp = await shop.signUp();
    await setTaxId(signedUp, "DE000000100");
    const buyer = asUser(shop, await login({ url: shop.url }, signedUp.email));
    const idempotencyKey = "of the account";
    const { order } = await place(buyer, { idempotencyKey });
    expect(order).toMatchObject({ ...reversed, taxId: { value: "DE000000100" } });
    expect((await place(buyer, { taxId: "NL000000100B01" })).order).toMatchObject({
      ...taxed,
      taxId: { value: "NL000000100B01", status: "VERIFIED" },
    });
    expect((await place(buyer, { taxId: "" })).order).toMatchObject({ ...taxed, taxId: null });
    // The account's tax id is no part of the request.
    await setTaxId(buyer, null);
    expect((await place(buyer, { idempotencyKey })).order).toMatchObject({ id: order?.id, ...reversed });
    const other = await place(buyer, { idempotencyKey, taxId: "DE000000100" });
    expect(other.userErrors).toMatchObject([{ code: "IDEMPOTENCY_KEY_REUSED" }]);
  });

  it("loses the number and the name with the personal data of its account, and keeps its price", async () => {
    const leaving = await shop.signUp();
    const { order } = await place(leaving, { taxId: "PL0000000100" });
    expect(order).toMatchObject({ ...reversed, taxId: { verifiedName: "Example PL Ltd" } });
    await fetchData(
      leaving,
      "mutation ($password: String!) { deleteMyAccount(input: {password: $password}) { accepted } }",
      {
        password: "correct horse battery",
      },
    );
    const support = await shop.signUp("SUPPORT");
    const query = `query ($id: ID!) { order(id: $id) { taxId { value } reverseChargeAmount { amountMinor } timeline { data } } }`;
    await expect
      .poll(async () => JSON.stringify(await fetchData(support, query, { id: order?.id })), { timeout: 10_000 })
      .not.toContain("0000000100");
    expect(await fetchData(support, query, { id: order?.id })).toMatchObject({
      order: { taxId: null, reverseChargeAmount: minor(1_900) },
    });
  });
});

describe("with limits", () => {
  const limited = useShop({ limits: true, products: [productLine("LAMP", 100, "11900", "EUR")] });

  it("one network address verifies twenty tax ids a minute, and quotes without a new one after that", async () => {
    const query = "query ($input: QuoteInput!) { quote(input: $input) { taxId { status } } }";
    const codesOf = (taxId: string) =>
      errorCodes({ url: limited.url }, query, { input: { lines: [{ sku: "LAMP", quantity: 1 }], taxId } });
    await waitForMinuteStart(20_000);
    const numbers = Array.from({ length: 20 }, (_, index) => `FR000000${String(index).padStart(2, "0")}200`);
    for (const taxId of numbers) expect(await codesOf(taxId)).toEqual([]);
    expect(await codesOf("DE000000100")).toEqual(["RATE_LIMITED"]);
    for (const taxId of ["", "malformed", numbers.at(-1) ?? ""]) expect(await codesOf(taxId)).toEqual([]);
    expect(limited.stack.services.vies.requests()).toEqual(numbers);
  });
});
