import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";

const minPasswordLength = 8;
const maxPasswordLength = 128;

/** Checks the format of an email address. Only a mail can show that the address exists. */
export function parseEmail(text: string): Result<string, DomainError> {
  const email = text.trim();
  const isValid = email.length <= 254 && /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(email);
  if (!isValid) return err({ reason: "INVALID_EMAIL", message: "Invalid email address", field: ["email"] });
  return ok(email);
}

/** What an attacker would try first: common passwords and public facts about the user. */
export interface PersonalTerms {
  readonly isCommon: (password: string) => boolean;
  /** The user's email address and names. */
  readonly terms: readonly (string | null)[];
}

/** Checks a password. All characters are allowed. The length is counted in Unicode code points. */
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
  const personal = terms.flatMap((term) => [term ?? "", term?.split("@")[0] ?? ""]).map((term) => term.toLowerCase());
  if (isCommon(password) || personal.includes(password.toLowerCase())) {
    const message = "This password is too easy to guess";
    return err({ reason: "COMMON_PASSWORD", message, field: [field] });
  }
  return ok(password);
}

/** Checks a first or last name. */
export function parsePersonName(text: string, field: "firstName" | "lastName"): Result<string, DomainError> {
  const name = text.trim();
  const isPrintable = [...name].every((char) => char >= " " && char !== "\u007f");
  if (name === "" || name.length > 100 || !isPrintable) {
    return err({
      reason: "INVALID_NAME",
      message: `\`${field}\` must be 1 to 100 printable characters`,
      field: [field],
    });
  }
  return ok(name);
}
