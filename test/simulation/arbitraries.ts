import fc from "fast-check";
import { days } from "./clock.ts";
import { callFaults, commitFaults, dependencies, eventDeliveries, type FaultPlan } from "./faults.ts";
import type { Scenario, UnitAction } from "./scenario.ts";

/** Every scenario has ended by this call. */
const lastCall = 30;

const anySku = fc.constantFrom("A" as const, "A" as const, "B" as const);
const anyQuantity = fc.constantFrom(1, 1, 2);

const anyUnitAction: fc.Arbitrary<UnitAction> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom("refundOrder" as const, "cancelOrderLines" as const),
      sku: anySku,
      quantity: anyQuantity,
      restock: fc.constantFrom(undefined, undefined, true, false),
      shipping: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("fulfilOrder" as const), sku: anySku, quantity: anyQuantity }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "cancelOrder" as const }) },
);

export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  card: fc.constantFrom("succeeds", "succeeds", "succeeds", "declines", "requiresAction"),
  authenticates: fc.constantFrom(true, true, false, undefined),
  hasEarlierOrder: fc.constantFrom(false, false, true),
  earlierPaysAt: fc.option(fc.nat(12), { freq: 2, nil: undefined }),
  exceedsUnpaidLimit: fc.constantFrom(false, false, false, true),
  stock: fc.constantFrom(5, 5, 5, 2, 1),
  price: fc.constantFrom(1_000n, 1_000n, 1_000n, 0n),
  hasSecondLine: fc.boolean(),
  viaCart: fc.boolean(),
  cartChanges: fc.nat(6),
  hasPromotions: fc.constantFrom(true, true, false),
  couponCodes: fc.subarray(["LIMITED", "ONCE", "FREE"] as const),
  usageLimit: fc.constantFrom(1, 1, 2, 10),
  usedElsewhere: fc.option(
    fc.record({
      fromCall: fc.constantFrom(0, 0, 1, 5),
      promotion: fc.constantFrom("LIMITED" as const, "ONCE" as const, "AUTO" as const),
    }),
    { freq: 2, nil: undefined },
  ),
  expectsTotal: fc.boolean(),
  choosesCurrency: fc.boolean(),
  secondPlacement: fc.option(
    fc.record({
      card: fc.constantFrom("succeeds", "succeeds", "declines", "requiresAction"),
      quantity: fc.constantFrom(undefined, 1, 3),
      isImpatient: fc.boolean(),
    }),
    { nil: undefined },
  ),
  cancelAt: fc.option(fc.nat(12), { freq: 2, nil: undefined }),
  dashboardRefund: fc.option(fc.record({ fromCall: fc.nat(lastCall), share: fc.integer({ min: 1, max: 100 }) }), {
    freq: 2,
    nil: undefined,
  }),
  refunds: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 2 }),
  unitActions: fc.record({ actions: fc.array(anyUnitAction, { maxLength: 4 }), waits: fc.boolean() }),
  refundsArePending: fc.boolean(),
  failedRefund: fc.option(fc.record({ fromCall: fc.nat(lastCall) }), { freq: 2, nil: undefined }),
  dispute: fc.option(
    fc.record({
      fromCall: fc.nat(lastCall),
      ends: fc.constantFrom("won" as const, "lost" as const, "appealWon" as const),
    }),
    { freq: 2, nil: undefined },
  ),
  fulfil: fc.boolean(),
  sendsDuplicates: fc.boolean(),
  onNoResponse: fc.constantFrom("retries", "reads", "leaves"),
  staffDelayMs: fc.constantFrom(0, days(3)),
  staffGiveUp: fc.boolean(),
});

/** Up to six faults in one run, with clock skew and delayed or lost alarms. */
export const anyPlan: fc.Arbitrary<FaultPlan> = fc.record({
  calls: fc
    .array(fc.tuple(fc.nat(lastCall), fc.constantFrom(...callFaults)), { maxLength: 4 })
    .map((faults) => new Map(faults)),
  commits: fc
    .array(fc.tuple(fc.nat(12), fc.constantFrom(...commitFaults)), { maxLength: 2 })
    .map((faults) => new Map(faults)),
  evictions: fc.array(fc.nat(6), { maxLength: 2 }).map((requests) => new Set(requests)),
  outage: fc.option(fc.record({ dependency: fc.constantFrom(...dependencies), fromCall: fc.nat(lastCall) }), {
    freq: 4,
    nil: undefined,
  }),
  crashDeletesAlarm: fc.boolean(),
  lostAlarms: fc.array(fc.nat(5), { maxLength: 3 }).map((alarms) => new Set(alarms)),
  alarmDelayMs: fc.constantFrom(0, 0, 50, 5_000, 120_000),
  eventDelivery: fc.constantFrom(...eventDeliveries),
  skewMs: fc.constantFrom(0, 0, -2_000, 2_000, 60_000),
});
