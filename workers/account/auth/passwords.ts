import Argon2 from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";

/** The parameters that OWASP recommends. Each hash contains its own, so these can be raised. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 } as const;
const prefix = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** A hash without a known password. Verifying against it takes as long as against a real one. */
const dummyHash = `${prefix}lmJKUKe4T4YgsT6mMn9HfA$4gbqxZ+EDlPmE/5dGKM3vZLFZWHuvfE1GRL44igzBA8`;

/** Longer input is truncated before hashing, to bound the cost. Accepted passwords are shorter. */
const maxLength = 512;

let instance: Argon2 | undefined;

function argon2(): Argon2 {
  instance ??= new Argon2(new WebAssembly.Instance(wasm));
  return instance;
}

/** Hashes a password with a random salt. Returns a PHC string. Takes about 60 ms. */
export function hashPassword(password: string): string {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return argon2().hash(normalize(password), { ...parameters, salt }).encoded;
}

/** Returns whether the password matches the hash. Takes the same time without a hash. */
export function verifyPassword(password: string, hash: string | null | undefined): boolean {
  const isMatch = argon2().tryVerify(hash ?? dummyHash, normalize(password)).success;
  return isMatch && typeof hash === "string";
}

/** Returns whether a hash was created with other parameters than the current ones. */
export function needsRehash(hash: string): boolean {
  return !hash.startsWith(prefix);
}

/** Unicode normalization: keyboards compose the same characters in different ways. */
function normalize(password: string): string {
  return password.slice(0, maxLength).normalize("NFC");
}
