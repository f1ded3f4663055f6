import { toHex } from "../encoding.ts";

/** Returns 256 random bits in hexadecimal. */
export function createSecret(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}
