import type { CurrencyCode } from "../../kit/domain/money.ts";
import { parseCurrency } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { DomainError } from "./credentials.ts";

/** A language tag of BCP 47 as far as shops use them: "en", "pt-BR", "zh-Hant-TW". */
export function parseLocale(text: string): Result<string, DomainError> {
  if (!/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/.test(text)) {
    return err({ reason: "INVALID_LOCALE", message: "a language tag such as en-GB is needed", field: ["locale"] });
  }
  return ok(text);
}

export function parseShopCurrency(text: string): Result<CurrencyCode, DomainError> {
  const currency = parseCurrency(text);
  if (currency !== undefined) return ok(currency);
  return err({ reason: "INVALID_CURRENCY", message: "the shop has no such currency", field: ["currency"] });
}

/** The roles that can be given: whoever has no name is a guest, and nobody is made one. */
const assignableRoles = ["CUSTOMER", "SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const;

export function parseRoles(names: readonly (string | undefined)[]): Result<string[], DomainError> {
  const roles = assignableRoles.filter((role) => names.includes(role));
  if (roles.length > 0 && names.every((name) => roles.some((role) => role === name))) return ok(roles);
  const message = `at least one role is needed, of ${assignableRoles.join(", ")}`;
  return err({ reason: "INVALID_ROLES", message, field: ["roles"] });
}
