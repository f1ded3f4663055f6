import { maxCouponCodeLength } from "../../../kit/domain/limits.ts";
import { maxPricing } from "../limits.ts";

/** Consonants without look-alikes: a generated code spells no word. */
const alphabet = "BCDFGHJKLMNPQRSTVWXZ";
const randomLength = 12;

/** Returns whether a merchant may use a string as a coupon code: 3 to 40 alphanumeric characters and hyphens. */
export function isCouponCode(code: string): boolean {
  return /^[A-Za-z0-9-]{3,}$/.test(code) && code.length <= maxCouponCodeLength;
}

/** Returns whether a string may start generated codes. */
export function isCodePrefix(prefix: string): boolean {
  return /^[A-Za-z0-9-]*$/.test(prefix) && prefix.length <= maxPricing.couponPrefix;
}

/** Generates a code: the prefix and 12 random characters, which are 51 bits. */
export function generateCode(prefix: string): string {
  let code = prefix;
  while (code.length < prefix.length + randomLength) {
    for (const byte of crypto.getRandomValues(new Uint8Array(randomLength))) {
      // 240 is the largest multiple of 20 in a byte: larger bytes would make some characters more frequent.
      if (byte < 240 && code.length < prefix.length + randomLength) code += alphabet[byte % alphabet.length];
    }
  }
  return code;
}
