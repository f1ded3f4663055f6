import type { CurrencyCode } from "../../kit/domain/money.ts";
import { parseCurrency } from "../../kit/domain/money.ts";
import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";

/** Checks a BCP 47 language tag with optional script and region: "en", "pt-BR", "zh-Hant-TW". */
export function parseLocale(text: string): Result<string, DomainError> {
  if (!/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/.test(text)) {
    return err({
      reason: "INVALID_LOCALE",
      message: "`locale` must be a language tag such as en-GB",
      field: ["locale"],
    });
  }
  return ok(text);
}

/** Checks that the shop supports a currency. */
export function parseShopCurrency(text: string): Result<CurrencyCode, DomainError> {
  const currency = parseCurrency(text);
  if (currency !== undefined) return ok(currency);
  return err({ reason: "INVALID_CURRENCY", message: "The shop does not support this currency", field: ["currency"] });
}

/** The roles that an administrator can assign. GUEST is for users who have not registered. */
const assignableRoles = ["CUSTOMER", "SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const;

/** Checks a list of roles. Unknown roles are undefined in `names`. */
export function parseRoles(names: readonly (string | undefined)[]): Result<string[], DomainError> {
  const roles = assignableRoles.filter((role) => names.includes(role));
  if (roles.length > 0 && names.every((name) => roles.some((role) => role === name))) return ok(roles);
  const message = `At least one role is required, out of ${assignableRoles.join(", ")}`;
  return err({ reason: "INVALID_ROLES", message, field: ["roles"] });
}

/** Checks the roles of a person who is invited to the staff: as `parseRoles`, and one of them is a role of staff. */
export function parseStaffRoles(names: readonly (string | undefined)[]): Result<string[], DomainError> {
  const roles = parseRoles(names);
  if (!roles.ok || roles.value.some((role) => role !== "CUSTOMER")) return roles;
  return err({ reason: "INVALID_ROLES", message: "A role of staff is required", field: ["roles"] });
}
