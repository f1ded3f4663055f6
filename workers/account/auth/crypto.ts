const encoder = new TextEncoder();
const keys = new Map<string, Promise<CryptoKey>>();

/** SHA-256 in hex: what is kept of a secret that is random itself. */
export async function sha256(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

/** HMAC-SHA-256 in hex. Each use of a key begins its text with a word of its own. */
export async function hmac(secret: string, text: string): Promise<string> {
  let key = keys.get(secret);
  if (key === undefined) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    key = crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
    keys.set(secret, key);
  }
  return toHex(await crypto.subtle.sign("HMAC", await key, encoder.encode(text)));
}

/** 256 random bits in hex. */
export function newSecret(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)).buffer);
}

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
