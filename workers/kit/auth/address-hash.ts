import { createMemoryCache, getOrCreate } from "../storage/memory-cache.ts";
import { signHmacHex } from "./hmac.ts";

const hashes = createMemoryCache<string, Promise<string>>({ max: 2_000 });

/**
 * Hashes a client's IP with a key of the shop: 16 hexadecimal digits. Without the key, the hash does not reveal the IP. All
 * Workers have the same hash of an IP.
 */
export function hashAddress(key: string, ip: string | undefined): Promise<string> {
  const text = `address ${ip ?? "unknown"}`;
  return getOrCreate(hashes, `${key} ${text}`, async () => (await signHmacHex(key, text)).slice(0, 16));
}
