import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../build/root.ts";

const timeoutMs = 20_000;
const pageSize = 50;

/** An error of Cloudflare's API. It has no credentials. */
export class CloudflareError extends Error {
  override readonly name = "CloudflareError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads Cloudflare's API. wrangler makes all changes, so there is no other method. */
export interface CloudflareApi {
  /** Returns one result. */
  get<T>(path: string): Promise<T>;
  /** Returns all pages of a list. */
  list<T>(path: string): Promise<readonly T[]>;
}

interface Connection {
  readonly baseUrl: string;
  readonly token: string;
}

/** Reads the connection that wrangler uses: `CLOUDFLARE_API_TOKEN`, or else the token of `wrangler login`. */
export function getConnection(): Connection {
  const token = process.env.CLOUDFLARE_API_TOKEN ?? readWranglerToken();
  if (token === undefined) {
    throw new CloudflareError(401, "no credentials: set CLOUDFLARE_API_TOKEN, or run: npx wrangler login");
  }
  return { baseUrl: process.env.CLOUDFLARE_API_BASE_URL ?? "https://api.cloudflare.com/client/v4", token };
}

export function connectCloudflare({ baseUrl, token }: Connection): CloudflareApi {
  return {
    get: async <T>(path: string) => (await get<{ readonly result: T }>(`${baseUrl}${path}`, token)).result,
    list: async <T>(path: string) => {
      const items: T[] = [];
      for (let page = 1; ; page++) {
        const url = `${baseUrl}${path}${path.includes("?") ? "&" : "?"}page=${page}&per_page=${pageSize}`;
        const body = await get<{ readonly result?: readonly T[]; readonly result_info?: { total_pages?: number } }>(
          url,
          token,
        );
        items.push(...(body.result ?? []));
        if (page >= (body.result_info?.total_pages ?? 1)) return items;
      }
    },
  };
}

async function get<T>(url: string, token: string): Promise<T> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new CloudflareError(0, `${new URL(url).host} does not respond: ${String(error)}`);
  });
  const body = (await response.json().catch(() => ({}))) as {
    readonly errors?: readonly { readonly message: string }[];
  };
  if (!response.ok) {
    const reasons = (body.errors ?? []).map(({ message }) => message).join("; ");
    throw new CloudflareError(response.status, `status ${response.status}${reasons === "" ? "" : `: ${reasons}`}`);
  }
  return body as T;
}

function readWranglerToken(): string | undefined {
  const binary = join(root, "node_modules", ".bin", "wrangler");
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
  const { status, stdout } = spawnSync(binary, ["auth", "token"], { env, encoding: "utf8" });
  const token = stdout?.trim().split("\n").at(-1);
  return status === 0 && token !== "" ? token : undefined;
}
