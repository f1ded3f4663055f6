import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { hasVisibleCharacter, isPrintable, isSlugWithin } from "../../kit/domain/text.ts";
import { maxGroupNameLength, maxGroupSlugLength, maxGroupsOfAccount } from "./limits.ts";

/** A group of customers with prices or promotions of their own. */
export interface CustomerGroup {
  readonly slug: string;
  readonly name: string;
}

/** Validates the fields of a customer group that are present. */
export function parseCustomerGroup<T extends Partial<CustomerGroup>>(input: T): Result<T, DomainError> {
  const slug = input.slug?.trim();
  if (slug !== undefined && !isSlugWithin(slug, maxGroupSlugLength)) {
    const message = `Slug must be at most ${maxGroupSlugLength} characters of a-z, 0-9 and single hyphens`;
    return err({ reason: "INVALID_SLUG", message, field: ["slug"] });
  }
  const name = input.name?.normalize("NFC").trim();
  if (name !== undefined && (!hasVisibleCharacter(name) || name.length > maxGroupNameLength || !isPrintable(name))) {
    const message = `Name must be 1 to ${maxGroupNameLength} printable characters`;
    return err({ reason: "INVALID_NAME", message, field: ["name"] });
  }
  return ok({ ...input, ...(slug === undefined ? {} : { slug }), ...(name === undefined ? {} : { name }) });
}

/** Validates the customer groups of an account. Duplicates are removed. */
export function parseGroupIds(ids: readonly string[]): Result<readonly string[], DomainError> {
  const unique = [...new Set(ids)];
  if (unique.length <= maxGroupsOfAccount) return ok(unique);
  const message = `An account has at most ${maxGroupsOfAccount} customer groups`;
  return err({ reason: "TOO_MANY_GROUPS", message, field: ["customerGroupIds"] });
}
