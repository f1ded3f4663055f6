import { type Api, get } from "../../dev/cli/shop/api.ts";
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
  return (await get<{ session: Session }>(api, query, { input })).session;
}

export const register = (api: Api, input: object): Promise<Session> =>
  sessionMutation(api, "register", "RegisterInput", { ...person, ...input });

export const login = (api: Api, email: string, password: string = person.password): Promise<Session> =>
  sessionMutation(api, "login", "LoginInput", { email, password });

export const refresh = (api: Api, refreshToken: string | null): Promise<Session> =>
  sessionMutation(api, "refreshSession", "RefreshSessionInput", { refreshToken });

export const changePassword = (api: Api, currentPassword: string, newPassword: string): Promise<Session> =>
  sessionMutation(api, "changePassword", "ChangePasswordInput", { currentPassword, newPassword });

export const resetPassword = (api: Api, token: string, newPassword: string): Promise<Session> =>
  sessionMutation(api, "resetPassword", "ResetPasswordInput", { token, newPassword });

export async function startGuest(api: Api): Promise<Session> {
  return (await get<{ session: Session }>(api, `mutation { session: startGuestSession { ${fields} } }`)).session;
}

/** A client that sends this session's access token. */
export function asUser(shop: Shop, { accessToken }: Session): Api {
  return { url: shop.url, token: accessToken ?? "" };
}

/** `CODE input field`, one for each thing that a mutation's caller has to mend. */
export const userErrorCodes = ({ userErrors }: { readonly userErrors: readonly UserError[] }) =>
  userErrors.map(({ code, field }) => [code, ...field].join(" "));

/** Runs a mutation and answers with the codes of what its caller has to mend. */
export async function runMutation(api: Api, name: string, type: string, input: object): Promise<readonly string[]> {
  const query = `mutation ($input: ${type}!) { done: ${name}(input: $input) { userErrors { code field } } }`;
  return userErrorCodes((await get<{ done: { userErrors: readonly UserError[] } }>(api, query, { input })).done);
}

/** The token in the newest mail to an address with this subject; waits until there is one. */
export async function tokenFromMail(shop: Shop, email: string, subject: RegExp): Promise<string> {
  return tokenIn(await waitForMail(shop, email, subject));
}

export async function waitForMail(shop: Shop, email: string, subject: RegExp): Promise<string> {
  for (let waited = 0; waited < 5_000; waited += 20) {
    const mail = shop.mails().findLast(({ to, subject: line }) => to.includes(email) && subject.test(line));
    if (mail !== undefined) return mail.text;
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error(`no mail like ${subject}`);
}

function tokenIn(text: string): string {
  const token = /token=([0-9a-f]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error("there is no token in this mail");
  return token;
}
