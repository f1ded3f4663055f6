import { afterEach, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { errorCodes } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
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
