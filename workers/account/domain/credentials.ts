import { err, ok, type Result } from "../../kit/domain/result.ts";

/** Why what was typed is not accepted. `field` is the path into the input. */
export interface DomainError {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}

const shortest = 8;
const longest = 128;

/** An address that mail may reach: whether it does, only a mail can tell. */
export function parseEmail(text: string): Result<string, DomainError> {
  const email = text.trim();
  const plausible = email.length <= 254 && /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(email);
  if (!plausible) return err({ reason: "INVALID_EMAIL", message: "that is not an email address", field: ["email"] });
  return ok(email);
}

/** What must not be somebody's password: what everybody tries first, and what everybody knows of them. */
export interface PersonalTerms {
  readonly isCommon: (password: string) => boolean;
  /** Their address and names. */
  readonly words: readonly (string | null)[];
}

/** Of any characters: length is what makes a password strong. Counted in characters, as people count. */
export function parsePassword(
  password: string,
  { isCommon, words }: PersonalTerms,
  field: "password" | "newPassword" = "password",
): Result<string, DomainError> {
  const length = [...password].length;
  if (length < shortest || length > longest) {
    const message = `a password of ${shortest} to ${longest} characters is needed`;
    return err({ reason: "INVALID_PASSWORD", message, field: [field] });
  }
  const known = words.flatMap((word) => [word ?? "", word?.split("@")[0] ?? ""]).map((word) => word.toLowerCase());
  if (isCommon(password) || known.includes(password.toLowerCase())) {
    const message = "this password is among the first that anybody would try";
    return err({ reason: "COMMON_PASSWORD", message, field: [field] });
  }
  return ok(password);
}

export function parsePersonName(text: string, field: "firstName" | "lastName"): Result<string, DomainError> {
  const name = text.trim();
  const printable = [...name].every((char) => char >= " " && char !== "\u007f");
  if (name === "" || name.length > 100 || !printable) {
    return err({ reason: "INVALID_NAME", message: "1 to 100 printable characters are needed", field: [field] });
  }
  return ok(name);
}
