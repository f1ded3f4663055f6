import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import type { Shop } from "./harness.ts";

export interface Session {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly expiresAt: string | null;
  readonly account: { readonly id: string; readonly email: string | null; readonly roles: readonly string[] } | null;
  readonly userErrors: readonly UserError[];
}

export interface UserError {
  readonly code: string;
  readonly field: readonly string[];
}

export const person = { password: "correct horse battery", firstName: "Test", lastName: "Person" };

const fields = "accessToken refreshToken expiresAt account { id email roles } userErrors { code field }";

async function sessionMutation(api: Api, name: string, type: string, input: object): Promise<Session> {
  const query = `mutation ($input: ${type}!) { session: ${name}(input: $input) { ${fields} } }`;
  return (await fetchData<{ session: Session }>(api, query, { input })).session;
}

export const register = (api: Api, input: object): Promise<Session> =>
  sessionMutation(api, "register", "RegisterInput", { ...person, ...input });

export const login = (api: Api, email: string, password: string = person.password): Promise<Session> =>
  sessionMutation(api, "login", "LoginInput", { email, password });

export const refresh = (api: Api, refreshToken: string | null): Promise<Session> =>
  sessionMutation(api, "refreshSession", "RefreshSessionInput", { refreshToken });

export const changePassword = (api: Api, currentPassword: string, newPassword: string): Promise<Session> =>
  sessionMutation(api, "changePassword", "ChangePasswordInput", { currentPassword, newPassword });

export const confirmPassword = (api: Api, password: string): Promise<Session> =>
  sessionMutation(api, "confirmPassword", "ConfirmPasswordInput", { password });

export const resetPassword = (api: Api, token: string, newPassword: string): Promise<Session> =>
  sessionMutation(api, "resetPassword", "ResetPasswordInput", { token, newPassword });

export async function startGuest(api: Api): Promise<Session> {
  return (await fetchData<{ session: Session }>(api, `mutation { session: startGuestSession { ${fields} } }`)).session;
}

/** Returns a client that sends the access token of this session. */
export function asUser(shop: Shop, { accessToken }: Session): Api {
  return { url: shop.url, token: accessToken ?? "" };
}

/** Returns `CODE field path` for each user error of a payload. */
export const userErrorCodes = ({ userErrors }: { readonly userErrors: readonly UserError[] }) =>
  userErrors.map(({ code, field }) => [code, ...field].join(" "));

/** Runs a mutation and returns its user errors, as `userErrorCodes` does. */
export async function runMutation(api: Api, name: string, type: string, input: object): Promise<readonly string[]> {
  const query = `mutation ($input: ${type}!) { done: ${name}(input: $input) { userErrors { code field } } }`;
  return userErrorCodes((await fetchData<{ done: { userErrors: readonly UserError[] } }>(api, query, { input })).done);
}

/** Waits for a mail to this address with this subject, and returns the token in its text. */
export async function tokenFromMail(shop: Shop, email: string, subject: RegExp): Promise<string> {
  return getToken(await waitForMail(shop, email, subject));
}

/** Returns the text of the newest mail to this address with this subject. Throws when there is none within 5 s. */
export async function waitForMail(shop: Shop, email: string, subject: RegExp): Promise<string> {
  for (let waited = 0; waited < 5_000; waited += 20) {
    const mail = shop.mails().findLast(({ to, subject: line }) => to.includes(email) && subject.test(line));
    if (mail !== undefined) return mail.text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`No mail whose subject matches ${subject} within 5 s`);
}

function getToken(text: string): string {
  const token = /token=([0-9a-f]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error("The mail contains no token");
  return token;
}
