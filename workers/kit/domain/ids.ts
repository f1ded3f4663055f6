const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base 32: without i, l, o and u, which are easily misread

function base32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(buffer >>> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(buffer << (5 - bits)) & 31];
}

const idPrefixes = [
  "acc",
  "adr",
  "ses",
  "cat",
  "prd",
  "ord",
  "evt",
  "out",
  "tok",
  "mkt",
  "txr",
  "shz",
  "shm",
  "plt",
  "prm",
  "cpn",
  "grp",
  "nte",
  "syn",
  "idx",
  "imp",
] as const;

/** The type of the entity that an id names. It is the first part of the id. */
export type IdPrefix = (typeof idPrefixes)[number];

/** Creates an id that sorts by creation time: prefix, 48 bits of milliseconds, 80 random bits. */
export function newId(prefix: IdPrefix, now: number): string {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now >>> 0);
  return `${prefix}_${base32(bytes)}`;
}

/** Derives an id from strings. Duplicate requests get the same id without a lookup. */
export async function deriveId(prefix: IdPrefix, ...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return `${prefix}_${base32(new Uint8Array(digest, 0, 16))}`;
}

/** Returns the prefix of an id, or undefined when the string is not an id of this format. */
export function parseIdPrefix(id: string): IdPrefix | undefined {
  const prefix = idPrefixes.find((candidate) => id.startsWith(`${candidate}_`));
  return prefix !== undefined && /^[0-9a-hjkmnp-tv-z]{26}$/.test(id.slice(prefix.length + 1)) ? prefix : undefined;
}
