import fc from "fast-check";
import type { Class, Effect, Line, Method, Order, Promotion, Rate } from "./reference.ts";

const vat: Rate = { name: "VAT", ratePpm: 210_000 };
const reduced: Rate = { name: "VAT", ratePpm: 90_000 };
const rateSets: readonly (readonly Rate[])[] = [
  [],
  [vat],
  [reduced],
  [{ name: "zero", ratePpm: 0 }],
  [
    { name: "NY state tax", ratePpm: 40_000 },
    { name: "NYC tax", ratePpm: 45_000 },
    { name: "MCTD", ratePpm: 3_750 },
  ],
  [
    { name: "GST", ratePpm: 50_000 },
    { name: "QST", ratePpm: 99_750 },
  ],
];
const anyRates = fc.constantFrom(...rateSets);
const classes: readonly Class[] = ["PRODUCT", "ORDER", "SHIPPING"];

/** Amounts in steps. Small ones make rounding visible, large ones overflow where numbers are not exact. */
const anySteps = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1_000_000_000 }) },
);

const anyLine = (step: bigint) =>
  fc.record({
    quantity: fc.integer({ min: 1, max: 6 }),
    unitPrice: anySteps.map((steps) => BigInt(steps) * step),
    weightGrams: fc.constantFrom(0, 100, 750),
    rates: anyRates,
  });

const anyMethod = (step: bigint) =>
  fc.record({
    tiers: fc.array(
      fc.record({
        weight: fc.constantFrom<[number, number]>([0, 1_000], [0, Number.MAX_SAFE_INTEGER], [500, 5_000]),
        amount: fc.constantFrom<[bigint, bigint]>([0n, 50n * step], [0n, 10n ** 15n], [50n * step, 10n ** 15n]),
        price: fc.integer({ min: 0, max: 60 }).map((steps) => BigInt(steps) * step),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    rates: anyRates,
  });

const anyEffect = (discountClass: Class, lines: number, step: bigint): fc.Arbitrary<Effect> => {
  const selection = fc.subarray(Array.from({ length: lines }, (_, index) => index));
  const basisPoints = fc.oneof(fc.constantFrom(10_000, 5_000, 1_000, 3_333), fc.integer({ min: 1, max: 10_000 }));
  const percentage = fc.record({ basisPoints, max: fc.option(anySteps), on: selection }).map(
    ({ max, ...rest }): Effect => ({
      kind: "percentage",
      ...rest,
      ...(max === null ? {} : { max: BigInt(max) * step }),
    }),
  );
  const fixed = fc.record({ steps: anySteps, each: fc.boolean(), on: selection }).map(
    ({ steps, each, on }): Effect => ({
      kind: "fixed",
      amount: BigInt(steps) * step,
      each: each && discountClass === "PRODUCT",
      on,
    }),
  );
  const count = fc.integer({ min: 1, max: 3 });
  const buyGet = fc
    .record({
      buy: selection,
      get: selection,
      buyCount: count,
      getCount: count,
      basisPoints,
      limit: fc.option(fc.integer({ min: 1, max: 3 })),
    })
    .map(({ limit, ...rest }): Effect => ({ kind: "buyGet", ...rest, ...(limit === null ? {} : { limit }) }));
  return discountClass === "PRODUCT" ? fc.oneof(percentage, fixed, buyGet) : fc.oneof(percentage, fixed);
};

const anyPromotion = (lines: number, step: bigint): fc.Arbitrary<Omit<Promotion, "id" | "createdAt">> =>
  fc.constantFrom(...classes).chain((discountClass) =>
    fc.record({
      class: fc.constant(discountClass),
      hasCode: fc.boolean(),
      priority: fc.integer({ min: 0, max: 1 }),
      combinesWith: fc.oneof(fc.constant([...classes]), fc.subarray([...classes])),
      minAmount: fc.oneof(
        fc.constant(0n),
        anySteps.map((steps) => BigInt(steps) * step),
      ),
      minQuantity: fc.constantFrom(0, 0, 1, 4),
      counted: fc.subarray(Array.from({ length: lines }, (_, index) => index)),
      methods: discountClass === "SHIPPING" ? fc.constantFrom<string[]>([], [], ["m0"], ["m1", "m2"]) : fc.constant([]),
      effect: anyEffect(discountClass, lines, step),
    }),
  );

/** Generates an order with up to five lines and up to five promotions. */
export const anyOrder: fc.Arbitrary<Order> = fc
  .record({ step: fc.constantFrom(1n, 1n, 10n), lines: fc.integer({ min: 1, max: 5 }) })
  .chain(({ step, lines }) =>
    fc.record({
      step: fc.constant(step),
      lines: fc
        .array(anyLine(step), { minLength: lines, maxLength: lines })
        .map((all) => all.map((line, index): Line => ({ sku: `S${index}`, ...line }))),
      promotions: fc
        .array(anyPromotion(lines, step), { maxLength: 5 })
        .map((all) => all.map((promotion, index): Promotion => ({ id: `p${index}`, createdAt: index, ...promotion }))),
      taxesIncluded: fc.boolean(),
      roundsPerOrder: fc.boolean(),
      reverseCharge: fc.constantFrom(false, false, true),
      methods: fc
        .array(anyMethod(step), { maxLength: 3 })
        .map((all) => all.map((method, index): Method => ({ code: `m${index}`, ...method }))),
      requested: fc.option(fc.constantFrom("m0", "m1")),
    }),
  )
  .map(({ requested, ...order }) => (requested === null ? order : { ...order, requestedMethod: requested }));
