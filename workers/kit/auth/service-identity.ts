import { createMemoryCache, getOrCreate } from "../storage/memory-cache.ts";
import { signIdentity } from "./identity.ts";

/** Half the lifetime of an identity, so that a cached one is still valid at the end of a call. */
const reuseMs = 30_000;

/** One header per service name. A Worker signs for itself only; local development and tests sign for several. */
const headers = createMemoryCache<string, Promise<string>>({ max: 10, ttlMs: reuseMs });

/** Returns the signed identity of a Worker that calls on its own behalf. */
export function signServiceIdentity(service: string, secret: string, now: number): Promise<string> {
  return getOrCreate(headers, service, () => signIdentity({ roles: [], service }, secret, now));
}
