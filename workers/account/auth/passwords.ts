import Argon2 from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";
import { isPasswordTooLong } from "../domain/credentials.ts";

/** The parameters that OWASP recommends. Each hash contains its own, so these can be raised. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 } as const;
const prefix = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** A hash without a known password. Verifying against it takes as long as against a real one. */
const dummyHash = `${prefix}lmJKUKe4T4YgsT6mMn9HfA$4gbqxZ+EDlPmE/5dGKM3vZLFZWHuvfE1GRL44igzBA8`;

let instance: Argon2 | undefined;

function argon2(): Argon2 {
  instance ??= new Argon2(new WebAssembly.Instance(wasm));
  return instance;
}

/** Hashes a password with a random salt. Returns a PHC string. Takes about 60 ms. `parsePassword` has limited its length. */
export function hashPassword(password: string): string {
  if (isPasswordTooLong(password)) throw new Error("The password is too long");
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return argon2().hash(padToBytes(normalize(password)), { ...parameters, salt }).encoded;
}

export interface PasswordCheck {
  readonly isCorrect: boolean;
  /** Whether a correct password must be hashed again: with the current parameters, or completely. */
  readonly needsRehash: boolean;
}

/**
 * Checks a password against a hash. A wrong one takes the same time with and without a hash. A password that is too long for
 * any account is not hashed, whether the account exists or not.
 */
export function checkPassword(password: string, hash: string | null | undefined): PasswordCheck {
  if (isPasswordTooLong(password)) return { isCorrect: false, needsRehash: false };
  const text = normalize(password);
  const padded = padToBytes(text);
  const isMatch = verify(padded, hash);
  // Release 0.1.0 hashed only the first bytes of a password with characters beyond ASCII.
  const isTruncatedMatch = !isMatch && padded !== text && verify(text, hash);
  const isCorrect = typeof hash === "string" && (isMatch || isTruncatedMatch);
  return { isCorrect, needsRehash: isCorrect && (isTruncatedMatch || !hash.startsWith(prefix)) };
}

function verify(text: string, hash: string | null | undefined): boolean {
  return argon2().tryVerify(hash ?? dummyHash, text).success;
}

/**
 * Returns the text with as many code units as it has bytes in UTF-8. The library passes the number of code units to Argon2 as
 * the number of bytes, which cuts off the end of a text with characters beyond ASCII. The padding itself is not hashed.
 */
function padToBytes(text: string): string {
  return text + "\0".repeat(new TextEncoder().encode(text).length - text.length);
}

/** Unicode normalization (RFC 8265): keyboards compose the same characters in different ways. Nothing is cut. */
function normalize(password: string): string {
  return password.normalize("NFC");
}
