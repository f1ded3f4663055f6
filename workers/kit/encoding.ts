// `Uint8Array.prototype.toHex` and `toBase64` exist in workerd, but not in Node.js 24, which runs the unit tests.

const encoder = new TextEncoder();

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Decodes UTF-8, with or without a byte order mark. Returns undefined for invalid bytes, which must not be stored. */
export function parseUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Returns the SHA-256 digest of a string in UTF-8. */
export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

/** Returns the SHA-256 digest of a string as 64 hexadecimal digits. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(await sha256(text));
}

/** Encodes bytes, or a string in UTF-8, as base64url without padding. */
export function toBase64Url(data: Uint8Array | string): string {
  return btoa(typeof data === "string" ? utf8Binary(data) : binaryString(data))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** Decodes base64url or base64. Throws for invalid input. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

/** UTF-8 with one character per byte. Printable ASCII needs no conversion: page tokens, one per list entry, are ASCII. */
function utf8Binary(text: string): string {
  return /^[ -~]*$/.test(text) ? text : binaryString(encoder.encode(text));
}

function binaryString(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
