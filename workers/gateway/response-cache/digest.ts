import { sha256, toHex } from "../../kit/encoding.ts";

/** Returns the first 128 bits of the SHA-256 digest as hexadecimal digits. */
export async function shortDigest(text: string): Promise<string> {
  return toHex((await sha256(text)).subarray(0, 16));
}
