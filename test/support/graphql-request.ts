/** The parameters of a GraphQL request. */
export interface GraphqlParams {
  /** Absent when the request names a persisted query by its hash. */
  readonly query?: string | undefined;
  readonly variables?: unknown;
  readonly operationName?: unknown;
  readonly extensions?: unknown;
}

export interface RequestOptions {
  /** POST with a JSON body, unless stated otherwise. */
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
}

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly requestId?: string; readonly retryAfterSeconds?: number };
}

export interface GraphqlResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it was received. */
  readonly text: string;
  /** Undefined when the body has no `data`. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape of its own query.
  readonly data?: any;
  readonly errors: readonly GraphqlError[];
  /** The code of each error. */
  readonly codes: readonly string[];
}

/** Sends GraphQL parameters to `/graphql` of this origin. Over GET, they are sent in the query string. */
export function request(origin: string, params: GraphqlParams, options: RequestOptions = {}): Promise<GraphqlResponse> {
  const { method = "POST", headers = {}, token } = options;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (method === "GET") {
    return send(`${origin}/graphql?${searchParamsFrom(params)}`, { headers: { ...authorization, ...headers } });
  }
  return postBody(origin, JSON.stringify(params), { ...authorization, ...headers });
}

/** Posts a body as it is to `/graphql` of this origin, as JSON unless `headers` say otherwise. */
export function postBody(
  origin: string,
  body: NonNullable<RequestInit["body"]>,
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphqlResponse> {
  return send(`${origin}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

/** Sends any HTTP request. An empty body is read as a response without data and errors. */
export async function send(url: string, init: RequestInit = {}): Promise<GraphqlResponse> {
  const response = await fetch(url, init);
  const text = await response.text();
  type Body = Pick<GraphqlResponse, "data"> & { readonly errors?: readonly GraphqlError[] };
  const { data, errors = [] }: Body = text === "" ? {} : JSON.parse(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    ...(data === undefined ? {} : { data }),
    errors,
    codes: errors.map(({ extensions }) => extensions.code),
  };
}

function searchParamsFrom(params: GraphqlParams): URLSearchParams {
  const entries = Object.entries(params).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    entries.map(([name, value]): [string, string] => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
