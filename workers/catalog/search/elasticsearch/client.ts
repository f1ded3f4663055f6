/** Elasticsearch over HTTP, without the official client: that is 270 KB in a Worker, and this is what of it is used. */
export interface Elasticsearch {
  /** The name that products are searched by: an alias of the index that is in use. */
  readonly alias: string;
  request<T>(request: ElasticsearchRequest): Promise<T>;
}

export interface ElasticsearchRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  /** Below the node's address: "/products/_search". */
  readonly path: string;
  /** An object, or lines for the bulk API. */
  readonly body?: object | readonly object[];
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

/** Elasticsearch answered, and not with what was asked for. */
export class ElasticsearchError extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(`Elasticsearch answered ${status}: ${reason}`);
    this.name = "ElasticsearchError";
    this.status = status;
  }
}

const pingMs = 500;

/** Answers that another try may turn into better ones. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * `address` may carry who is asking: `https://user:password@host`, or `https://apikey:KEY@host` with an API key in its
 * encoded form.
 */
export function openElasticsearch(address: string, alias: string): Elasticsearch {
  const { base, authorization } = parseAddress(address);
  const send = async ({ method, path, body, signal, timeoutMs }: ElasticsearchRequest): Promise<Response> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const kind = Array.isArray(body) ? "x-ndjson" : "json";
    return fetch(`${base}${path}`, {
      method,
      headers: {
        accept: "application/vnd.elasticsearch+json; compatible-with=9",
        ...(body === undefined ? {} : { "content-type": `application/vnd.elasticsearch+${kind}; compatible-with=9` }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(body === undefined ? {} : { body: encode(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  };
  return {
    alias,
    request: async <T>(request: ElasticsearchRequest): Promise<T> => {
      let response = await send(request);
      if (passing.has(response.status)) {
        await response.body?.cancel();
        response = await send(request);
      }
      if (!response.ok) throw new ElasticsearchError(response.status, await reasonOf(response));
      return request.method === "HEAD" ? (undefined as T) : ((await response.json()) as T);
    },
  };
}

/** Throws unless the node answers. */
export async function pingElasticsearch(engine: Elasticsearch, signal: AbortSignal): Promise<undefined> {
  await engine.request({ method: "HEAD", path: "/", signal, timeoutMs: pingMs });
}

function encode(body: object | readonly object[]): string {
  return Array.isArray(body) ? body.map((line) => `${JSON.stringify(line)}\n`).join("") : JSON.stringify(body);
}

function parseAddress(address: string): { base: string; authorization: string | undefined } {
  const url = new URL(address);
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  const base = `${url.origin}${url.pathname.replace(/\/$/, "")}`;
  if (user === "") return { base, authorization: undefined };
  if (user === "apikey") return { base, authorization: `ApiKey ${password}` };
  return { base, authorization: `Basic ${btoa(`${user}:${password}`)}` };
}

/** The kind of error and what it is about: never the question, which people have typed. */
async function reasonOf(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error?: { type?: string } | string };
    return (typeof error === "string" ? error : error?.type) ?? "";
  } catch {
    return "";
  }
}
