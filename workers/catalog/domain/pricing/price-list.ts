import { type CurrencyCode, parseCurrency } from "../../../kit/domain/money.ts";
import { findStepProblem } from "../../../kit/domain/payment-amounts.ts";
import { type DomainError, ok, type Result } from "../../../kit/domain/result.ts";
import { invalid, invalidSlug, isSlug, parseName } from "../fields.ts";
import { maxPricing } from "../limits.ts";
import { findPeriodProblem, type Period } from "./period.ts";

export interface PriceList extends Period {
  readonly slug: string;
  readonly name: string;
  /** A SALE price applies where it is lower than the base price. An OVERRIDE replaces it. */
  readonly type: "SALE" | "OVERRIDE";
  readonly priority: number;
  /** Empty for all markets. */
  readonly marketIds: readonly string[];
  /** Empty for all customers. */
  readonly customerGroupIds: readonly string[];
  readonly active: boolean;
}

/** One price of a list. A null amount removes it. */
export interface PriceChange {
  readonly sku: string;
  readonly currency: string;
  readonly minQuantity: number;
  readonly amountMinor: bigint | null;
}

const { priceChanges: maxChanges, priceListIds: maxIds, priceQuantity: maxQuantity, price: maxPrice } = maxPricing;

/** Validates a price list. */
export function parsePriceList(input: PriceList): Result<PriceList, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug)) return invalidSlug;
  const name = parseName(input.name, maxPricing.name, "name");
  if (!name.ok) return name;
  const period = findPeriodProblem(input);
  if (period !== undefined) return period;
  const tooLong = (["marketIds", "customerGroupIds"] as const).find((list) => input[list].length > maxIds);
  if (tooLong !== undefined) {
    return invalid("TOO_MANY_IDS", `A price list has at most ${maxIds} markets and customer groups`, tooLong);
  }
  return ok({ ...input, slug, name: name.value });
}

/** Validates changes of prices. Two changes of one price are rejected: the result would depend on their order. */
export function parsePriceChanges(changes: readonly PriceChange[]): Result<readonly PriceChange[], DomainError> {
  if (changes.length > maxChanges) {
    return invalid("TOO_MANY_PRICES", `At most ${maxChanges} prices can be set in one request`, "prices");
  }
  const keys = new Set<string>();
  for (const [index, change] of changes.entries()) {
    const path = ["prices", String(index)];
    const problem = findPriceProblem(change);
    if (problem !== undefined) return invalid(problem.code, problem.message, ...path, problem.field);
    const key = `${change.sku.toLowerCase()} ${change.currency} ${change.minQuantity}`;
    if (keys.has(key)) return invalid("DUPLICATE_PRICE", "The list of prices has this price twice", ...path);
    keys.add(key);
  }
  return ok(changes);
}

function findPriceProblem({ currency, minQuantity, amountMinor }: PriceChange) {
  const code: CurrencyCode | undefined = parseCurrency(currency);
  if (code === undefined) {
    return { code: "INVALID_CURRENCY", message: "The currency is not supported", field: "currency" };
  }
  if (!Number.isInteger(minQuantity) || minQuantity < 1 || minQuantity > maxQuantity) {
    return { code: "INVALID_QUANTITY", message: `\`minQuantity\` must be 1 to ${maxQuantity}`, field: "minQuantity" };
  }
  if (amountMinor === null) return undefined;
  if (amountMinor < 0n || amountMinor > maxPrice) {
    return { code: "INVALID_AMOUNT", message: `A price must be 0 to ${maxPrice}`, field: "amountMinor" };
  }
  const problem = findStepProblem({ amountMinor, currency: code });
  return problem && { ...problem, field: "amountMinor" };
}
