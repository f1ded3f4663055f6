import { type Basis, computeDiscount, sum } from "./discount.ts";
import {
  type AmountConditions,
  type Candidate,
  type CandidateStatus,
  type Discount,
  type DiscountClass,
  discountClasses,
  type PricedLine,
  type PricingTerms,
} from "./model.ts";
import { chooseShipping, findShippingOptions, type ShippingOption } from "./shipping.ts";

/** The result of all promotions on an order. */
export interface Promoted {
  /** What is left to pay for each line. */
  readonly remaining: readonly bigint[];
  readonly remainingShipping: bigint;
  readonly shippingOptions: readonly ShippingOption[];
  /** Undefined without a destination, or when no method matches. */
  readonly shipping?: ShippingOption;
  readonly discounts: readonly Discount[];
  /** The status of each candidate, in the order of `candidates`. */
  readonly statuses: readonly CandidateStatus[];
  /** What each candidate misses to its minimums, in the order of `candidates`. */
  readonly shortfalls: readonly Shortfall[];
}

/** How much is missing to the minimums of a promotion. 0 where nothing is. */
export interface Shortfall {
  readonly amount: bigint;
  readonly units: number;
}

/** Applies promotions to an order, class by class, in the order of application. */
export function promote(lines: readonly PricedLine[], candidates: readonly Candidate[], terms: PricingTerms): Promoted {
  const full = lines.map(({ unitPrice, quantity }) => unitPrice * BigInt(quantity));
  const ordered = sortByApplication(candidates, lines, full, terms);
  const statuses = new Map<Candidate, CandidateStatus>();
  const shortfalls = new Map<Candidate, Shortfall>();
  const applied: Candidate[] = [];
  const discounts: Discount[] = [];
  let basis = toBasis(lines, full, terms);
  let shippingOptions: readonly ShippingOption[] = [];
  for (const discountClass of discountClasses) {
    if (discountClass === "SHIPPING") {
      shippingOptions = findShippingOptions(lines, sum(basis.remaining), terms);
      basis = withShipping(basis, chooseShipping(shippingOptions, terms));
    }
    const atStart = basis;
    for (const candidate of ordered.filter((entry) => entry.class === discountClass)) {
      const shares = computeDiscount(candidate, basis);
      const status = judge(candidate, atStart, applied, shares);
      statuses.set(candidate, status);
      shortfalls.set(candidate, shortfallOf(candidate.conditions, atStart));
      if (status !== "APPLIED") continue;
      applied.push(candidate);
      discounts.push(toDiscount(candidate, lines, shares));
      basis = subtractShares(basis, discountClass, shares);
    }
  }
  return {
    remaining: basis.remaining,
    remainingShipping: basis.remainingShipping,
    shippingOptions,
    ...(basis.shipping === undefined ? {} : { shipping: basis.shipping }),
    discounts,
    statuses: candidates.map((candidate) => statuses.get(candidate) ?? "NOT_APPLICABLE"),
    shortfalls: candidates.map((candidate) => shortfalls.get(candidate) ?? noShortfall),
  };
}

const noShortfall: Shortfall = { amount: 0n, units: 0 };

/** Two promotions combine if each names the class of the other. */
function combine(a: Candidate, b: Candidate): boolean {
  return a.combinesWith.includes(b.class) && b.combinesWith.includes(a.class);
}

function judge(
  candidate: Candidate,
  atStart: Basis,
  applied: readonly Candidate[],
  shares: readonly bigint[],
): CandidateStatus {
  if (!conditionsHold(candidate.conditions, atStart)) return "NOT_APPLICABLE";
  if (applied.some((other) => !combine(candidate, other))) return "NOT_COMBINABLE";
  return sum(shares) === 0n ? "NO_EFFECT" : "APPLIED";
}

/** Checks the conditions on the amounts at the start of the class. */
function conditionsHold(conditions: AmountConditions, basis: Basis): boolean {
  const { shippingMethods } = conditions;
  const { amount, units } = shortfallOf(conditions, basis);
  const method = basis.shipping?.method.code;
  const isShippedBy = shippingMethods.length === 0 || (method !== undefined && shippingMethods.includes(method));
  return amount === 0n && units === 0 && isShippedBy;
}

function shortfallOf(conditions: AmountConditions, { lines, remaining }: Basis): Shortfall {
  const { minAmount = 0n, minQuantity = 0 } = conditions;
  const amount = conditions.lines.reduce((total, index) => total + (remaining[index] ?? 0n), 0n);
  const units = conditions.lines.reduce((total, index) => total + (lines[index]?.quantity ?? 0), 0);
  return {
    amount: amount < minAmount ? minAmount - amount : 0n,
    units: Math.max(0, minQuantity - units),
  };
}

/** Sorts candidates by the order of application within their class. */
function sortByApplication(
  candidates: readonly Candidate[],
  lines: readonly PricedLine[],
  full: readonly bigint[],
  terms: PricingTerms,
): readonly Candidate[] {
  const basis = toBasis(lines, full, terms);
  const shipping = chooseShipping(findShippingOptions(lines, sum(full), terms), terms);
  const withoutDiscounts = withShipping(basis, shipping);
  const alone = new Map(
    candidates.map((candidate) => [
      candidate,
      conditionsHold(candidate.conditions, candidate.class === "SHIPPING" ? withoutDiscounts : basis)
        ? sum(computeDiscount(candidate, withoutDiscounts))
        : 0n,
    ]),
  );
  return [...candidates].sort(
    (a, b) =>
      b.priority - a.priority ||
      Number(b.code !== undefined) - Number(a.code !== undefined) ||
      Number((alone.get(b) ?? 0n) - (alone.get(a) ?? 0n)) ||
      a.createdAt - b.createdAt ||
      (a.promotionId < b.promotionId ? -1 : 1),
  );
}

function toDiscount(candidate: Candidate, lines: readonly PricedLine[], shares: readonly bigint[]): Discount {
  const { promotionId, version, name, class: discountClass, code } = candidate;
  const allocations =
    discountClass === "SHIPPING"
      ? []
      : shares.flatMap((amount, index) => (amount === 0n ? [] : [{ sku: lines[index]?.sku ?? "", amount }]));
  return {
    promotionId,
    version,
    name,
    class: discountClass,
    ...(code === undefined ? {} : { code }),
    amount: sum(shares),
    allocations,
  };
}

function toBasis(lines: readonly PricedLine[], remaining: readonly bigint[], { step }: PricingTerms): Basis {
  return { lines, remaining, step, remainingShipping: 0n };
}

function withShipping(basis: Basis, shipping: ShippingOption | undefined): Basis {
  return { ...basis, shipping, remainingShipping: shipping?.price ?? 0n };
}

function subtractShares(basis: Basis, discountClass: DiscountClass, shares: readonly bigint[]): Basis {
  if (discountClass === "SHIPPING") return { ...basis, remainingShipping: basis.remainingShipping - sum(shares) };
  return { ...basis, remaining: basis.remaining.map((amount, index) => amount - (shares[index] ?? 0n)) };
}
