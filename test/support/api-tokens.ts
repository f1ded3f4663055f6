import { type Api, fetchData } from "../../dev/cli/shop/api.ts";

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdBy: { readonly id: string } | null;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

const fields = "id name hint scopes createdBy { id } lastUsedAt expiresAt revokedAt";

/** Creates an API token for a partner, as an administrator. */
export async function createToken(admin: Api, scopes: readonly string[], more: object = {}) {
  const query = `mutation ($input: CreateApiTokenInput!) {
    done: createApiToken(input: $input) { token apiToken { ${fields} } userErrors { code field } } }`;
  type Reply = { done: { token: string | null; apiToken: ApiToken | null; userErrors: { code: string }[] } };
  const { done } = await fetchData<Reply>(admin, query, { input: { name: "a partner", scopes, ...more } });
  return { token: done.token ?? "", apiToken: done.apiToken, errors: done.userErrors.map(({ code }) => code) };
}

export async function revokeToken(admin: Api, id: string): Promise<ApiToken | null> {
  const query = `mutation ($id: ID!) { done: revokeApiToken(id: $id) { apiToken { ${fields} } } }`;
  return (await fetchData<{ done: { apiToken: ApiToken | null } }>(admin, query, { id })).done.apiToken;
}

export async function listTokens(admin: Api): Promise<readonly ApiToken[]> {
  const query = `{ apiTokens(first: 100) { edges { node { ${fields} } } } }`;
  return (await fetchData<{ apiTokens: { edges: { node: ApiToken }[] } }>(admin, query)).apiTokens.edges.map(
    ({ node }) => node,
  );
}

export interface PartnerResponse {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls a method of the partner API, with Connect's JSON encoding. */
export async function callAsPartner(
  url: string,
  method: string,
  { token, request = {}, headers = {} }: { token?: string; request?: object; headers?: Record<string, string> },
): Promise<PartnerResponse> {
  const response = await fetch(`${url}/rpc/${method}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
