/** What the project's own tools ask of a shop: the same public API that everybody uses. */
export interface Api {
  readonly url: string;
  readonly token?: string;
}

interface Reply<T> {
  readonly data?: T;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** Asks the GraphQL endpoint. The answer is as it came, errors and all. */
export async function ask<T>({ url, token }: Api, query: string, variables: object = {}): Promise<Reply<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  }).catch((cause: unknown) => {
    throw new Error(`no shop answers at ${url}`, { cause });
  });
  return (await response.json()) as Reply<T>;
}

/** Asks the GraphQL endpoint. Throws what it answers in place of data, with the errors as they came as the cause. */
export async function get<T>(api: Api, query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await ask<T>(api, query, variables);
  if (errors !== undefined || data === undefined) {
    throw new Error(errors?.map(({ message }) => message).join("; "), { cause: errors });
  }
  return data;
}

interface Session {
  readonly accessToken: string | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

/** An access token. Throws when the address and the password do not belong together. */
export async function signIn(url: string, email: string, password: string): Promise<string> {
  const query = `mutation ($input: LoginInput!) { login(input: $input) { accessToken userErrors { code message } } }`;
  const { login } = await get<{ login: Session }>({ url }, query, { input: { email, password } });
  if (login.accessToken === null) throw new Error(login.userErrors[0]?.message ?? "the sign-in was refused");
  return login.accessToken;
}

/** What a door past GraphQL says when it refuses a request. */
export async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { errors } = JSON.parse(text) as Reply<never>;
    return errors?.[0]?.message ?? text;
  } catch {
    return `${response.status} ${text}`;
  }
}

export interface ImportResult {
  readonly line: number;
  readonly result: "created" | "updated" | "refused";
  readonly reason?: string;
  readonly message?: string;
}

const patience = { tries: 5, ms: 1_000 };

/**
 * Sends lines through the import door; again, a few times, while the shop is not able to answer: a product that is in is
 * just written once more. Throws when the door itself refuses.
 */
export async function importLines(
  { url, token = "" }: Api,
  lines: readonly string[],
): Promise<readonly ImportResult[]> {
  const send = () =>
    fetch(`${url}/import/products`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
      body: lines.join("\n"),
    });
  let response = await send();
  for (let tries = 1; response.status === 503 && tries < patience.tries; tries++) {
    await response.body?.cancel();
    await new Promise((later) => setTimeout(later, patience.ms));
    response = await send();
  }
  if (!response.ok) throw new Error(`the import was refused: ${await reasonOf(response)}`);
  const { results } = (await response.json()) as { results: readonly ImportResult[] };
  return results;
}
