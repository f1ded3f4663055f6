import { foldCase } from "../../kit/domain/case-folding.ts";
import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { hasVisibleCharacter, isPrintable } from "../../kit/domain/text.ts";
import { maxNameLength, maxPasswordLength, minPasswordLength } from "./limits.ts";

/** Returns whether a password has more Unicode code points than any account's. It is rejected before it is hashed. */
export function isPasswordTooLong(password: string): boolean {
  // A code point has one or two code units. The first check bounds the work for long strings.
  return password.length > 2 * maxPasswordLength || [...password].length > maxPasswordLength;
}

/** What an attacker would try first: common passwords and public facts about the user. */
export interface PersonalTerms {
  readonly isCommon: (password: string) => boolean;
  /** The user's email address and names. */
  readonly terms: readonly (string | null)[];
}

/**
 * Checks a password. All characters are allowed, but not only invisible ones. The length is counted in Unicode code points.
 */
export function parsePassword(
  password: string,
  { isCommon, terms }: PersonalTerms,
  field: "password" | "newPassword" = "password",
): Result<string, DomainError> {
  const length = [...password].length;
  if (length < minPasswordLength || length > maxPasswordLength) {
    const message = `The password must have ${minPasswordLength} to ${maxPasswordLength} characters`;
    return err({ reason: "INVALID_PASSWORD", message, field: [field] });
  }
  const personal = terms.flatMap((term) => [term ?? "", term?.split("@")[0] ?? ""]).map(foldCase);
  if (isCommon(password) || personal.includes(foldCase(password)) || !hasVisibleCharacter(password)) {
    const message = "This password is too easy to guess";
    return err({ reason: "COMMON_PASSWORD", message, field: [field] });
  }
  return ok(password);
}

/** Checks a first or last name. */
export function parsePersonName(text: string, field: "firstName" | "lastName"): Result<string, DomainError> {
  const name = text.trim();
  if (!hasVisibleCharacter(name) || name.length > maxNameLength || !isPrintable(name)) {
    return err({
      reason: "INVALID_NAME",
      message: `\`${field}\` must be 1 to ${maxNameLength} printable characters`,
      field: [field],
    });
  }
  return ok(name);
}
