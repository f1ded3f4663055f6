/** The address and the access token of a shop. The command line tools and the tests use the shop's public API. */
export interface Api {
  readonly url: string;
  readonly token?: string;
  /** The network address that rate limits count. Without Cloudflare in front of it, a shop takes it from the request. */
  readonly address?: string;
}

interface GraphqlResponse<T> {
  readonly data?: T;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** Sends a GraphQL request and returns the response unchanged, including its errors. */
export async function sendGraphql<T>(
  { url, token, address }: Api,
  query: string,
  variables: object = {},
): Promise<GraphqlResponse<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(address === undefined ? {} : { "cf-connecting-ip": address }),
    },
    body: JSON.stringify({ query, variables }),
  }).catch((cause: unknown) => {
    throw new Error(`No shop responds at ${url}`, { cause });
  });
  return (await response.json()) as GraphqlResponse<T>;
}

/** Sends a GraphQL request and returns its data. Throws if the response has errors. They are the `cause`. */
export async function fetchData<T>(api: Api, query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await sendGraphql<T>(api, query, variables);
  if (errors !== undefined || data === undefined) {
    throw new Error(errors?.map(({ message }) => message).join("; "), { cause: errors });
  }
  return data;
}

interface Session {
  readonly accessToken: string | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

/** Signs in and returns an access token. Throws when the email or the password is wrong. */
export async function signIn(url: string, email: string, password: string): Promise<string> {
  const query = `mutation ($input: LoginInput!) { login(input: $input) { accessToken userErrors { code message } } }`;
  const { login } = await fetchData<{ login: Session }>({ url }, query, { input: { email, password } });
  if (login.accessToken === null) throw new Error(login.userErrors[0]?.message ?? "Sign-in failed");
  return login.accessToken;
}

/** Returns the error message of a failed response of the import and search index routes. */
export async function readErrorMessage(response: Response): Promise<string> {
  const body = await response.text();
  try {
    const { errors } = JSON.parse(body) as GraphqlResponse<never>;
    return errors?.[0]?.message ?? body;
  } catch {
    return `${response.status} ${body}`;
  }
}
