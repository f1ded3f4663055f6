import { foldCase } from "../../kit/domain/case-folding.ts";
import { maxAmountMinor } from "../../kit/domain/limits.ts";
import { type CurrencyCode, parseCurrency } from "../../kit/domain/money.ts";
import { findStepProblem } from "../../kit/domain/payment-amounts.ts";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { toSkuKey } from "../../kit/domain/sku.ts";
import { invalid, parseName } from "./fields.ts";
import { maxCounts, maxLengths } from "./limits.ts";
import { type Media, parseMedia } from "./media.ts";
import { findDuplicate, type NamedValue, parseValues, toValueKey } from "./named-values.ts";

export interface ValidVariant {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly NamedValue[];
  readonly priceMinor: bigint;
  readonly currency: CurrencyCode;
  readonly initialStock: number;
  /** In other currencies than `currency`, at most one each. */
  readonly basePrices: readonly BasePrice[];
  readonly taxClass: string;
  /** Undefined when the weight does not matter. */
  readonly weightGrams: number | undefined;
  readonly media: readonly Media[];
}

export interface BasePrice {
  readonly currency: CurrencyCode;
  readonly amountMinor: bigint;
}

interface MoneyInput {
  readonly amountMinor: bigint;
  readonly currencyCode: string;
}

export const defaultTaxClass = "standard";

export interface VariantInput {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly NamedValue[];
  readonly price?: MoneyInput | undefined;
  readonly initialStock?: number | undefined;
  readonly basePrices: readonly MoneyInput[];
  /** Whether the tax class exists is checked in the database. */
  readonly taxClassCode?: string | undefined;
  readonly weightGrams?: number | undefined;
  readonly media: readonly Media[];
}

/** Validates the variants of one product. Their currencies are equal. */
export function parseVariants(inputs: readonly VariantInput[]): Result<readonly ValidVariant[], DomainError> {
  if (inputs.length === 0) return invalid("NO_VARIANTS", "A product must have at least one variant", "variants");
  if (inputs.length > maxCounts.variants) {
    return invalid("TOO_MANY_VARIANTS", `A product can have at most ${maxCounts.variants} variants`, "variants");
  }
  const variants: ValidVariant[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseVariant(input, ["variants", String(index)]);
    if (!parsed.ok) return parsed;
    if (variants[0] !== undefined && variants[0].currency !== parsed.value.currency) {
      const path = ["variants", String(index), "price"];
      return invalid("MIXED_CURRENCIES", "All variants must have the same currency", ...path);
    }
    variants.push(parsed.value);
  }
  return ok(variants);
}

/**
 * Rejects variants whose SKU differs from another one in case only, variants with the options of another one in any order,
 * and variants with two values of one option. Variants without options have no options in common.
 */
export function rejectDuplicates(variants: readonly ValidVariant[]): Result<void, DomainError> {
  const skus = new Set<string>();
  const optionSets = new Set<string>();
  for (const [index, { sku, options }] of variants.entries()) {
    const path = ["variants", String(index)];
    if (skus.has(toSkuKey(sku))) return invalid("DUPLICATE_SKU", `Duplicate SKU ${sku}`, ...path, "sku");
    skus.add(toSkuKey(sku));
    const duplicate = findDuplicate(options.map(({ name }) => foldCase(name)));
    if (duplicate !== undefined) {
      const message = "A variant can have only one value of an option";
      return invalid("DUPLICATE_OPTION", message, ...path, "options", String(duplicate), "name");
    }
    const optionSet = toOptionSet(options);
    if (options.length > 0 && optionSets.has(optionSet)) {
      return invalid("DUPLICATE_OPTIONS", "Another variant has the same options", ...path, "options");
    }
    optionSets.add(optionSet);
  }
  return ok(undefined);
}

/** Returns an equal string for the same options in any order. */
const toOptionSet = (options: readonly NamedValue[]): string => options.map(toValueKey).sort().join("\n");

function parseVariant(input: VariantInput, path: readonly string[]): Result<ValidVariant, DomainError> {
  if (!/^[A-Za-z0-9._-]+$/.test(input.sku) || input.sku.length > maxLengths.sku) {
    const message = `SKU must be 1 to ${maxLengths.sku} characters of A-Z, a-z, 0-9, dot, hyphen and underscore`;
    return invalid("INVALID_SKU", message, ...path, "sku");
  }
  const name = parseName(input.name, maxLengths.productName, ...path, "name");
  if (!name.ok) return name;
  const options = parseValues(input.options, ...path, "options");
  if (!options.ok) return options;
  const price = parsePrice(input.price, [...path, "price"]);
  if (!price.ok) return price;
  const basePrices = parseBasePrices(input.basePrices, price.value.currency, [...path, "basePrices"]);
  if (!basePrices.ok) return basePrices;
  const { weightGrams } = input;
  if (weightGrams !== undefined && (weightGrams < 0 || weightGrams > maxCounts.weightGrams)) {
    const message = `Weight must be 0 to ${maxCounts.weightGrams} grams`;
    return invalid("INVALID_WEIGHT", message, ...path, "weightGrams");
  }
  const media = parseMedia(input.media, ...path, "media");
  if (!media.ok) return media;
  const initialStock = input.initialStock ?? 0;
  if (!Number.isInteger(initialStock) || initialStock < 0 || initialStock > maxCounts.stock) {
    return invalid("INVALID_STOCK", `Initial stock must be 0 to ${maxCounts.stock}`, ...path, "initialStock");
  }
  return ok({
    sku: input.sku,
    name: name.value,
    options: options.value,
    priceMinor: price.value.amountMinor,
    currency: price.value.currency,
    initialStock,
    basePrices: basePrices.value,
    taxClass: input.taxClassCode ?? defaultTaxClass,
    weightGrams,
    media: media.value,
  });
}

function parsePrice(input: MoneyInput | undefined, path: readonly string[]): Result<BasePrice, DomainError> {
  const currency = parseCurrency(input?.currencyCode ?? "");
  const amountMinor = input?.amountMinor;
  if (currency === undefined) return invalid("INVALID_CURRENCY", "Currency is not supported", ...path, "currency");
  if (amountMinor === undefined || amountMinor < 0n || amountMinor > maxAmountMinor) {
    return invalid("INVALID_PRICE", `Price must be 0 to ${maxAmountMinor}`, ...path, "amountMinor");
  }
  const problem = findStepProblem({ amountMinor, currency });
  if (problem !== undefined) return invalid("INVALID_PRICE", problem.message, ...path, "amountMinor");
  return ok({ amountMinor, currency });
}

/** Validates the prices in other currencies. `ownCurrency` is the one of the variant's price. */
function parseBasePrices(
  inputs: readonly MoneyInput[],
  ownCurrency: CurrencyCode,
  path: readonly string[],
): Result<readonly BasePrice[], DomainError> {
  const prices: BasePrice[] = [];
  const currencies = new Set<CurrencyCode>([ownCurrency]);
  for (const [index, input] of inputs.entries()) {
    const price = parsePrice(input, [...path, String(index)]);
    if (!price.ok) return price;
    if (currencies.has(price.value.currency)) {
      const message = "A variant can have only one base price in a currency";
      return invalid("DUPLICATE_CURRENCY", message, ...path, String(index), "currency");
    }
    currencies.add(price.value.currency);
    prices.push(price.value);
  }
  return ok(prices);
}
