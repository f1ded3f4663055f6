import Argon2 from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";

/** What OWASP asks for today. The hash says what it was made with, so that these may rise. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 } as const;
const prefix = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** Of nobody's password: checking against it costs as much as against a real one. */
const decoy = `${prefix}lmJKUKe4T4YgsT6mMn9HfA$4gbqxZ+EDlPmE/5dGKM3vZLFZWHuvfE1GRL44igzBA8`;

/** The longest that is looked at: a longer one is nobody's, and hashing it would cost more. */
const longest = 512;

let instance: Argon2 | undefined;

function argon2(): Argon2 {
  instance ??= new Argon2(new WebAssembly.Instance(wasm));
  return instance;
}

/** A PHC string with a salt of its own. Costs some 60 ms. */
export function hashPassword(password: string): string {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return argon2().hash(typed(password), { ...parameters, salt }).encoded;
}

/** Whether it is the password of this hash. Takes the same time when there is no hash at all. */
export function verifyPassword(password: string, hash: string | null | undefined): boolean {
  const matches = argon2().tryVerify(hash ?? decoy, typed(password)).success;
  return matches && typeof hash === "string";
}

/** Whether a hash was made with other parameters than today's. */
export function needsRehash(hash: string): boolean {
  return !hash.startsWith(prefix);
}

/** The same letters are the same password, whichever way a keyboard composes them. */
function typed(password: string): string {
  return password.slice(0, longest).normalize("NFC");
}
