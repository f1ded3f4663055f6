import { Rational } from "./rational.ts";

// A second implementation of the pricing rules in docs/pricing.md. It was written from the rules and shares no code with
// the product. It computes unit by unit and with exact fractions, and is as literal as possible: it is not fast.

export type Class = "PRODUCT" | "ORDER" | "SHIPPING";

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: bigint;
  readonly weightGrams: number;
  readonly rates: readonly Rate[];
}

export interface Rate {
  readonly name: string;
  readonly ratePpm: number;
}

export interface Method {
  readonly code: string;
  readonly tiers: readonly Tier[];
  readonly rates: readonly Rate[];
}

export interface Tier {
  readonly weight: readonly [number, number];
  readonly amount: readonly [bigint, bigint];
  readonly price: bigint;
}

export type Effect =
  | { readonly kind: "percentage"; readonly basisPoints: number; readonly max?: bigint; readonly on: readonly number[] }
  | { readonly kind: "fixed"; readonly amount: bigint; readonly each: boolean; readonly on: readonly number[] }
  | {
      readonly kind: "buyGet";
      readonly buy: readonly number[];
      readonly buyCount: number;
      readonly get: readonly number[];
      readonly getCount: number;
      readonly basisPoints: number;
      readonly limit?: number;
    };

export interface Promotion {
  readonly id: string;
  readonly class: Class;
  readonly hasCode: boolean;
  readonly priority: number;
  readonly combinesWith: readonly Class[];
  readonly createdAt: number;
  readonly minAmount: bigint;
  readonly minQuantity: number;
  readonly counted: readonly number[];
  readonly methods: readonly string[];
  readonly effect: Effect;
}

export interface Order {
  readonly lines: readonly Line[];
  readonly promotions: readonly Promotion[];
  readonly step: bigint;
  readonly taxesIncluded: boolean;
  readonly roundsPerOrder: boolean;
  readonly reverseCharge: boolean;
  readonly methods: readonly Method[];
  readonly requestedMethod?: string;
}

export interface Priced {
  readonly shares: Readonly<Record<string, readonly bigint[]>>;
  readonly remaining: readonly bigint[];
  readonly method?: string;
  readonly shipping: bigint;
  readonly remainingShipping: bigint;
  readonly taxes: readonly bigint[];
  readonly taxesPerRate: readonly (readonly bigint[])[];
  readonly deductions: readonly bigint[];
  readonly subtotal: bigint;
  readonly discountTotal: bigint;
  readonly reverseChargeAmount: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

const half = new Rational(1, 2);
const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
const exact = (amount: bigint) => new Rational(amount);

/** round(x) rounds half up to a multiple of the step. */
function round(amount: Rational, step: bigint): bigint {
  return amount.dividedBy(exact(step)).plus(half).floor() * step;
}

/** ALLOCATION: largest remainders, in steps. The left-over steps are given out one after another. */
function allocate(amount: bigint, weights: readonly Rational[], step: bigint): bigint[] {
  const sum = Rational.sum(weights);
  if (sum.compare(Rational.zero) === 0) return weights.map(() => 0n);
  const exactShares = weights.map((weight) =>
    exact(amount / step)
      .times(weight)
      .dividedBy(sum),
  );
  const shares = exactShares.map((share) => share.floor());
  const remainders = exactShares.map((share, index) => share.minus(exact(shares[index] as bigint)));
  while (total(shares) < amount / step) {
    let best = 0;
    for (const [index, remainder] of remainders.entries()) {
      if (remainder.compare(remainders[best] as Rational) > 0) best = index;
    }
    shares[best] = (shares[best] as bigint) + 1n;
    remainders[best] = new Rational(-1);
  }
  return shares.map((share) => share * step);
}

/** The discount of one promotion on each part: the lines, or shipping alone. */
function discount(promotion: Promotion, order: Order, remaining: readonly bigint[], shipping: bigint): bigint[] {
  const { effect } = promotion;
  const { step } = order;
  const percent = (amount: Rational, basisPoints: number) =>
    round(amount.times(new Rational(basisPoints, 10_000)), step);
  if (effect.kind === "buyGet") return buyGet(effect, order, remaining);
  const parts =
    promotion.class === "SHIPPING" ? [shipping] : remaining.map((left, i) => (effect.on.includes(i) ? left : 0n));
  const sum = total(parts);
  const smaller = (a: bigint, b: bigint | undefined) => (b !== undefined && b < a ? b : a);
  if (promotion.class === "PRODUCT") {
    if (effect.kind === "fixed" && effect.each) {
      return parts.map((part, i) => smaller(effect.amount * BigInt(order.lines[i]?.quantity ?? 0), part));
    }
    if (effect.kind === "percentage") {
      const perLine = parts.map((part) => percent(exact(part), effect.basisPoints));
      return effect.max !== undefined && total(perLine) > effect.max
        ? allocate(effect.max, parts.map(exact), step)
        : perLine;
    }
  }
  const amount =
    effect.kind === "fixed"
      ? smaller(effect.amount, sum)
      : smaller(percent(exact(sum), effect.basisPoints), effect.max);
  return allocate(amount, parts.map(exact), step);
}

interface Unit {
  readonly line: number;
  readonly value: Rational;
}

/** BUY X GET Y, with a list of single units. */
function buyGet(effect: Extract<Effect, { kind: "buyGet" }>, order: Order, remaining: readonly bigint[]): bigint[] {
  const units = order.lines.flatMap(({ quantity }, line) =>
    Array.from({ length: quantity }, (): Unit => ({ line, value: new Rational(remaining[line] as bigint, quantity) })),
  );
  const inB = ({ line }: Unit) => effect.buy.includes(line);
  const inG = ({ line }: Unit) => effect.get.includes(line);
  const [b, g, union] = [units.filter(inB), units.filter(inG), units.filter((unit) => inB(unit) || inG(unit))];
  let n = 0;
  while (
    n < (effect.limit ?? Number.POSITIVE_INFINITY) &&
    (n + 1) * effect.buyCount <= b.length &&
    (n + 1) * effect.getCount <= g.length &&
    (n + 1) * (effect.buyCount + effect.getCount) <= union.length
  ) {
    n++;
  }
  const discounted = new Set<Unit>();
  for (const unit of [...g].sort((x, y) => x.value.compare(y.value) || y.line - x.line)) {
    if (discounted.size === n * effect.getCount) break;
    const leftInB = b.filter((other) => other !== unit && !discounted.has(other)).length;
    if (leftInB >= n * effect.buyCount) discounted.add(unit);
  }
  const qualifying = new Set(
    b
      .filter((unit) => !discounted.has(unit))
      .sort((x, y) => y.value.compare(x.value) || x.line - y.line)
      .slice(0, n * effect.buyCount),
  );
  const valueOn = (line: number, isCounted: (unit: Unit) => boolean) =>
    Rational.sum(units.filter((unit) => unit.line === line && isCounted(unit)).map(({ value }) => value));
  const perLine = order.lines.map((_, line) =>
    round(valueOn(line, (unit) => discounted.has(unit)).times(new Rational(effect.basisPoints, 10_000)), order.step),
  );
  const weights = order.lines.map((_, line) => valueOn(line, (unit) => discounted.has(unit) || qualifying.has(unit)));
  // A remaining amount is never below zero: at most the value of the units is taken off.
  const most = Rational.sum(weights).dividedBy(exact(order.step)).floor() * order.step;
  return allocate(total(perLine) < most ? total(perLine) : most, weights, order.step);
}

function conditionsHold(promotion: Promotion, order: Order, remaining: readonly bigint[], method?: string): boolean {
  const amount = total(promotion.counted.map((line) => remaining[line] as bigint));
  const units = promotion.counted.reduce((sum, line) => sum + (order.lines[line]?.quantity ?? 0), 0);
  if (promotion.methods.length > 0 && (method === undefined || !promotion.methods.includes(method))) return false;
  return amount >= promotion.minAmount && units >= promotion.minQuantity;
}

/** Step 5: the method and its price for a sum of remaining amounts. */
function shippingOf(
  order: Order,
  amount: bigint,
): { method: string; price: bigint; rates: readonly Rate[] } | undefined {
  const weight = order.lines.reduce((sum, line) => sum + line.quantity * line.weightGrams, 0);
  const offered = order.methods.flatMap(({ code, tiers, rates }) => {
    const tier = tiers.find(
      (entry) =>
        weight >= entry.weight[0] && weight < entry.weight[1] && amount >= entry.amount[0] && amount < entry.amount[1],
    );
    return tier === undefined ? [] : [{ method: code, price: tier.price, rates }];
  });
  if (order.requestedMethod !== undefined) return offered.find(({ method }) => method === order.requestedMethod);
  return offered.reduce<(typeof offered)[number] | undefined>(
    (cheapest, option) => (cheapest === undefined || option.price < cheapest.price ? option : cheapest),
    undefined,
  );
}

export function price(order: Order): Priced {
  const full = order.lines.map(({ quantity, unitPrice }) => unitPrice * BigInt(quantity));
  const undiscounted = shippingOf(order, total(full));
  const alone = (promotion: Promotion) =>
    conditionsHold(promotion, order, full, undiscounted?.method)
      ? total(discount(promotion, order, full, undiscounted?.price ?? 0n))
      : 0n;
  let remaining = [...full];
  let shipping: ReturnType<typeof shippingOf>;
  let remainingShipping = 0n;
  const applied: Promotion[] = [];
  const shares: Record<string, bigint[]> = {};
  for (const current of ["PRODUCT", "ORDER", "SHIPPING"] as const) {
    if (current === "SHIPPING") {
      shipping = shippingOf(order, total(remaining));
      remainingShipping = shipping?.price ?? 0n;
    }
    const atStart = [...remaining];
    const queue = order.promotions
      .filter((promotion) => promotion.class === current)
      .sort(
        (a, b) =>
          b.priority - a.priority ||
          Number(b.hasCode) - Number(a.hasCode) ||
          Number(alone(b) - alone(a)) ||
          a.createdAt - b.createdAt,
      );
    for (const promotion of queue) {
      const blocked = applied.some(
        (other) => !(other.combinesWith.includes(promotion.class) && promotion.combinesWith.includes(other.class)),
      );
      if (blocked || !conditionsHold(promotion, order, atStart, shipping?.method)) continue;
      const taken = discount(promotion, order, remaining, remainingShipping);
      if (total(taken) === 0n) continue;
      applied.push(promotion);
      shares[promotion.id] = taken;
      if (current === "SHIPPING") remainingShipping -= total(taken);
      else remaining = remaining.map((left, line) => left - (taken[line] as bigint));
    }
  }
  const parts = [
    ...order.lines.map(({ rates }, line) => ({ amount: remaining[line] as bigint, rates })),
    { amount: remainingShipping, rates: shipping?.rates ?? [] },
  ];
  const inside = taxesOf(order, parts);
  const taxes = inside.map((tax) => (order.reverseCharge ? 0n : tax));
  const deductions = inside.map((tax) => (order.reverseCharge && order.taxesIncluded ? tax : 0n));
  const subtotal = total(full);
  const shippingPrice = shipping?.price ?? 0n;
  const discountTotal = total(Object.values(shares).flat());
  const reverseChargeAmount = total(deductions);
  const tax = total(taxes);
  return {
    shares,
    remaining,
    ...(shipping === undefined ? {} : { method: shipping.method }),
    shipping: shippingPrice,
    remainingShipping,
    taxes,
    taxesPerRate: parts.map(({ rates }, index) =>
      order.reverseCharge
        ? []
        : allocate(
            taxes[index] as bigint,
            rates.map(({ ratePpm }) => new Rational(ratePpm)),
            order.step,
          ),
    ),
    deductions,
    subtotal,
    discountTotal,
    reverseChargeAmount,
    tax,
    total: subtotal + shippingPrice - discountTotal - reverseChargeAmount + (order.taxesIncluded ? 0n : tax),
  };
}

function taxesOf(order: Order, parts: readonly { amount: bigint; rates: readonly Rate[] }[]): bigint[] {
  const exactTaxes = parts.map(({ amount, rates }) => {
    const rate = new Rational(
      rates.reduce((sum, { ratePpm }) => sum + ratePpm, 0),
      1_000_000,
    );
    const base = order.taxesIncluded ? exact(amount).dividedBy(new Rational(1).plus(rate)) : exact(amount);
    return base.times(rate);
  });
  if (!order.roundsPerOrder) return exactTaxes.map((tax) => round(tax, order.step));
  const taxes = parts.map(() => 0n);
  const keyOf = (rates: readonly Rate[]) => rates.map(({ name, ratePpm }) => `${name}@${ratePpm}`).join();
  for (const key of new Set(parts.map(({ rates }) => keyOf(rates)))) {
    const members = parts.flatMap(({ rates }, index) => (keyOf(rates) === key ? [index] : []));
    const weights = members.map((index) => exactTaxes[index] as Rational);
    const shares = allocate(round(Rational.sum(weights), order.step), weights, order.step);
    for (const [position, index] of members.entries()) taxes[index] = shares[position] as bigint;
  }
  return taxes;
}
