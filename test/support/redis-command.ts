import type { Shop } from "./harness.ts";

/** Runs a command in the shop's Redis, and returns its result. */
export async function runRedisCommand({ stack }: Shop, ...args: string[]): Promise<unknown> {
  const { redisUrl, secrets } = stack.services;
  const response = await fetch(redisUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.redisToken}` },
    body: JSON.stringify(args),
  });
  return ((await response.json()) as { readonly result: unknown }).result;
}
