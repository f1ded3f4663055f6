import { toHex } from "../encoding.ts";
import { createMemoryCache, getOrCreate } from "../storage/memory-cache.ts";

const encoder = new TextEncoder();

/** Imported keys by secret. The maximum is more than a Worker has secrets. */
const keys = createMemoryCache<string, Promise<CryptoKey>>({ max: 10 });

/** Returns the HMAC-SHA-256 of a string in UTF-8, in hexadecimal. */
export async function signHmacHex(secret: string, text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", await importKey(secret), encoder.encode(text))));
}

/** Verifies an HMAC-SHA-256 in constant time. */
export async function verifyHmac(secret: string, text: string, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return crypto.subtle.verify("HMAC", await importKey(secret), signature, encoder.encode(text));
}

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return getOrCreate(keys, secret, () =>
    crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign", "verify"]),
  );
}
