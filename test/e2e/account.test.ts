import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, get } from "../../dev/api.ts";
import { errorCodes, openShop, type Shop } from "../harness.ts";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop?.stop());

interface Session {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

const person = { password: "correct horse battery", firstName: "Test", lastName: "Person" };
const fields = "accessToken refreshToken userErrors { code field }";

async function register(input: object): Promise<Session> {
  const query = `mutation ($input: RegisterInput!) { session: register(input: $input) { ${fields} } }`;
  return (await get<{ session: Session }>({ url: shop.url }, query, { input: { ...person, ...input } })).session;
}

async function login(email: string, password: string): Promise<Session> {
  const query = `mutation ($input: LoginInput!) { session: login(input: $input) { ${fields} } }`;
  return (await get<{ session: Session }>({ url: shop.url }, query, { input: { email, password } })).session;
}

async function refresh(refreshToken: string | null): Promise<Session> {
  const query = `mutation ($input: RefreshSessionInput!) { session: refreshSession(input: $input) { ${fields} } }`;
  return (await get<{ session: Session }>({ url: shop.url }, query, { input: { refreshToken } })).session;
}

const codesOf = ({ userErrors }: Session) => userErrors.map(({ code, field }) => [code, ...field].join(" "));

describe("registering", () => {
  it("makes one account of many at once with one address, however it is written", async () => {
    const sessions = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        register({ email: index % 2 === 0 ? "twin@example.com" : "Twin@Example.com" }),
      ),
    );
    expect(sessions.filter(({ accessToken }) => accessToken !== null)).toHaveLength(1);
    expect(sessions.flatMap(codesOf).filter((code) => code === "EMAIL_TAKEN input email")).toHaveLength(7);
  });

  it.each([
    [{ email: "not an address" }, "INVALID_EMAIL input email"],
    [{ email: "a@b" }, "INVALID_EMAIL input email"],
    [{ email: "a@example.com", password: "short" }, "INVALID_PASSWORD input password"],
    [{ email: "a@example.com", password: "x".repeat(129) }, "INVALID_PASSWORD input password"],
    [{ email: "a@example.com", firstName: "  " }, "INVALID_NAME input firstName"],
    [{ email: "a@example.com", lastName: "a\u0000b" }, "INVALID_NAME input lastName"],
  ])("refuses %j", async (input, code) => {
    expect(codesOf(await register(input))).toEqual([code]);
  });
});

describe("signing in", () => {
  it("answers an unknown address as it answers a wrong password", async () => {
    await register({ email: "known@example.com" });
    const wrong = await login("known@example.com", "not the password");
    const unknown = await login("unknown@example.com", "not the password");
    expect(wrong).toEqual(unknown);
    expect(codesOf(wrong)).toEqual(["INVALID_CREDENTIALS"]);
    expect((await login(" KNOWN@example.com", person.password)).accessToken).not.toBeNull();
  });
});

describe("a refresh token", () => {
  it("works once; its successor is given again for a lost reply; a stolen one ends the session", async () => {
    const first = await register({ email: "refresh@example.com" });
    const [second, lost] = [await refresh(first.refreshToken), await refresh(first.refreshToken)];
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(lost.refreshToken).toBe(second.refreshToken);
    const third = await refresh(second.refreshToken);
    expect(third.accessToken).not.toBeNull();
    // The first is older than the one before: whoever has it did not just lose a reply.
    expect(codesOf(await refresh(first.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(codesOf(await refresh(third.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });

  it("presented a hundred times at once has one successor", async () => {
    const { refreshToken } = await register({ email: "crowd@example.com" });
    const sessions = await Promise.all(Array.from({ length: 100 }, () => refresh(refreshToken)));
    expect(new Set(sessions.map((session) => session.refreshToken)).size).toBe(1);
    expect((await refresh(sessions[0]?.refreshToken ?? "")).accessToken).not.toBeNull();
  });

  it("is worth nothing after signing out, or when it was never given", async () => {
    const { refreshToken, accessToken } = await register({ email: "out@example.com" });
    const api: Api = { url: shop.url, token: accessToken ?? "" };
    expect(await errorCodes(api, "mutation { logout { userErrors { code } } }")).toEqual([]);
    for (const token of [refreshToken, "", "ses_x.y", `${refreshToken?.split(".")[0]}.${"0".repeat(64)}`]) {
      expect(codesOf(await refresh(token))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    }
  });
});

describe("limits", () => {
  it("hold an address that signs in too often, aliases and all", async () => {
    const limited = await openShop({ limits: true });
    try {
      const attempt = (name: string) =>
        `${name}: login(input: {email: "a@example.com", password: "guess guess"}) { accessToken }`;
      const aliases = Array.from({ length: 12 }, (_, index) => attempt(`a${index}`)).join(" ");
      const codes = await errorCodes({ url: limited.url }, `mutation { ${aliases} }`);
      // The first that is refused ends the operation: the eleventh of twelve.
      expect(codes).toEqual(["RATE_LIMITED"]);
    } finally {
      await limited.stop();
    }
  });
});
