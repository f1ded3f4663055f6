import type { ProfiledRequest } from "../support/profiled-requests.ts";
import { exchange } from "./light-client.ts";
import { type BenchShop, buyer } from "./shop.ts";

interface Result {
  readonly order?: { readonly status: string } | null;
  readonly userErrors?: readonly unknown[];
}

/** Sends a profiled request. Returns whether it succeeded. Each index is used once: it is part of idempotency keys. */
export async function sendProfiled(shop: BenchShop, request: ProfiledRequest, index: number): Promise<boolean> {
  const { url, skus, buyer: api } = shop;
  const variables = request.variables?.({ index, sku: skus[index % skus.length] ?? "", word: "lamp", ...buyer });
  const body = await exchange(`${url}/graphql`, {
    json: JSON.stringify({ query: request.query, variables }),
    ...(request.isSignedIn && api.token !== undefined && { token: api.token }),
  });
  const { data } = JSON.parse(body ?? "{}") as { data?: Readonly<Record<string, Result | null>> | null };
  const result = data?.[request.resultField];
  if (!result || (result.userErrors ?? []).length > 0) return false;
  return result.order === undefined || result.order?.status === "CONFIRMED";
}
