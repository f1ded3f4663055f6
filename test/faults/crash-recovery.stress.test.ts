import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "../../dev/cli/shop/api.ts";
import { deriveId } from "../../workers/kit/domain/ids.ts";
import { startGuest } from "../support/accounts.ts";
import { createCoupon, readUses } from "../support/coupons.ts";
import { cancelOrder, importProducts, type OrderResult, placeOrder, productLine } from "../support/harness.ts";
import { createRandom } from "../support/random.ts";
import { type CrashableShop, type Moment, openCrashableShop } from "./crashable-shop.ts";
import { findUnsettled, findViolations } from "./database-invariants.ts";
import { type SagaStep, sagaSteps, stepsBeforeFirstCommit } from "./saga-steps.ts";

const rounds = 5;
const randomCrashes = 20;
/** The number of concurrent orders at a random crash. */
const ordersPerCrash = 8;
/** Uses of the coupon code of these orders. More orders want it. */
const usesInRandomCrashes = 20;
/** A random crash happens within this time after the first of these orders. */
const maxCrashDelayMs = 250;
/** Every order settles within this time after the Workers have restarted. */
const maxRecoveryMs = 10_000;

interface Crash {
  readonly step: SagaStep;
  readonly moment: Moment;
  readonly orderId: string;
  /** Whether the client, which received no response, sends its request again. */
  readonly retried: boolean;
}

interface Buyer extends Api {
  readonly accountId: string;
}

let shop: CrashableShop;
const responses: OrderResult[] = [];
const crashes: Crash[] = [];
const recoveriesMs: number[] = [];
let delayedRequests = 0;

beforeAll(async () => {
  shop = await openCrashableShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("KILLED", 10_000)]);
  await createCoupon(shop, "EVERY-STEP", { usageLimit: 10_000 });
});

afterAll(() => shop?.stop());

async function createBuyer(): Promise<Buyer> {
  const { account, accessToken } = await startGuest({ url: shop.url });
  if (account === null || accessToken === null) throw new Error("The guest session did not start");
  return { url: shop.url, token: accessToken, accountId: account.id };
}

async function recordResponse(response: Promise<{ readonly order: OrderResult | null }>) {
  const { order } = await response;
  if (order !== null) responses.push(order);
  return order ?? undefined;
}

/** Brings an order to a step, kills the Workers there and restarts them. */
async function crashAt(buyer: Buyer, step: SagaStep, moment: Moment, retried: boolean): Promise<void> {
  const idempotencyKey = `${step}-${moment}-${crashes.length}`;
  const orderId = await deriveId("ord", buyer.accountId, "placeOrder", idempotencyKey);
  const isDeclined = step === "releaseStock" || step === "voidPayment";
  const paymentMethod = isDeclined ? "pm_card_chargeDeclined" : "pm_card_visa";
  const lines = [{ sku: "KILLED", quantity: 2 }];
  const place = () => placeOrder(buyer, { idempotencyKey, paymentMethod, lines, couponCodes: ["EVERY-STEP"] });
  const isCancelled = step === "refundPayment" || step === "restock";
  if (isCancelled) await recordResponse(place());
  const act = isCancelled ? () => cancelOrder(buyer, orderId, "back") : place;
  const crashed = shop.crashAt({ orderId, step, moment });
  const response = act().catch(() => undefined);
  await crashed;
  expect(await response).toBeUndefined();
  const hasDeadline = (await findUnsettled(shop)).includes(orderId);
  // If the alarm is lost, the cron finds the order by the deadline in its row. The row has a deadline from the first
  // statement until it shows the final status.
  const expected = `${step} ${moment}` !== "claimKey before" && `${step} ${moment}` !== "projectOrder after";
  expect({ step, moment, hasDeadline }).toEqual({ step, moment, hasDeadline: expected });
  await shop.restart();
  crashes.push({ step, moment, orderId, retried });
  if (retried) await recordResponse(act());
}

/** The final status of an order after this crash; undefined when the order never started. */
function expectedStatusAfter({ step, retried }: Crash): string | undefined {
  if (step === "claimKey" && !retried) return undefined;
  if (step === "releaseStock" || step === "voidPayment") return "REJECTED";
  return step === "refundPayment" || step === "restock" ? "CANCELLED" : "CONFIRMED";
}

/** Waits until all orders have settled. Reads only rows, so the orders recover by themselves. */
async function waitForRecovery(): Promise<void> {
  const startedAt = performance.now();
  const findUnrecovered = async () => {
    const rows = await shop.sql("order")`select id, status from orders where deadline_at is null`;
    const statuses = new Map(rows.map(({ id, status }) => [id, status]));
    const started = crashes.filter((crash) => expectedStatusAfter(crash) !== undefined);
    return started.filter((crash) => statuses.get(crash.orderId) !== expectedStatusAfter(crash));
  };
  while ((await findUnrecovered()).length > 0 && performance.now() - startedAt < maxRecoveryMs) {
    await new Promise((later) => setTimeout(later, 50));
  }
  expect(await findUnrecovered()).toEqual([]);
  recoveriesMs.push(performance.now() - startedAt);
}

/** Checks the invariants after the cron has deleted idempotency keys whose order never started. */
async function expectInvariants(): Promise<void> {
  delayedRequests += await shop.deliverDelayedRequests();
  await runCronsAfterDeadlines();
  expect(await findUnsettled(shop)).toEqual([]);
  expect(await findViolations(shop, responses)).toEqual([]);
  const rows = await shop.sql("order")`select id, status from orders`;
  const statuses = new Map(rows.map(({ id, status }) => [String(id), String(status)]));
  for (const crash of crashes) {
    const status = expectedStatusAfter(crash);
    expect({ ...crash, status: statuses.get(crash.orderId) }).toEqual({ ...crash, status });
  }
}

/**
 * Deletes the idempotency keys whose order never started, as the cron does after their deadline. Commits the reservations of
 * confirmed orders as the cron does after their expiry: the local queues lose their messages in a crash.
 */
async function runCronsAfterDeadlines(): Promise<void> {
  await shop.sql("order")`update orders set deadline_at = now() where status = 'CLAIMED'`;
  const catalog = shop.sql("catalog");
  do {
    await catalog`update reservations set expires_at = now() - interval '1 second' where status = 'held'`;
    await shop.runCrons();
    // A run checks a limited number of reservations.
  } while ((await catalog`select 1 from reservations where status = 'held' and expires_at < now()`).length > 0);
}

function printTable(): void {
  const count = (step: SagaStep, moment: Moment) =>
    crashes.filter((crash) => crash.step === step && crash.moment === moment).length;
  const rows = sagaSteps.map((step) => [step, count(step, "before"), count(step, "after")] as const);
  const lines = rows.map(([step, before, after]) =>
    [step.padEnd(16), String(before).padStart(6), String(after).padStart(5), String(before + after).padStart(5)].join(
      " ",
    ),
  );
  const afterCommit = crashes.filter(({ step }) => !stepsBeforeFirstCommit.includes(step)).length;
  const slowest = (Math.max(...recoveriesMs) / 1000).toFixed(1);
  console.log(["", "kill -9 at       before after   all", ...lines].join("\n"));
  console.log(
    `${crashes.length} crashes, ${afterCommit} of them after the first commit; ${delayedRequests} requests arrived` +
      ` after all orders had settled; slowest of ${recoveriesMs.length} recoveries: ${slowest} s;` +
      ` files on ${fileSystemOf(tmpdir())}\n`,
  );
}

const fileSystems: Readonly<Record<number, string>> = { 61267: "ext4", 16914836: "tmpfs", 2435016766: "btrfs" };

function fileSystemOf(folder: string): string {
  const { type } = statfsSync(folder);
  return fileSystems[type] ?? `file system type 0x${type.toString(16)}`;
}

describe("when the Workers are killed", () => {
  it(`an order settles after a crash before or after any of its steps, ${rounds * sagaSteps.length * 2} times`, async () => {
    for (let round = 0; round < rounds; round++) {
      const buyer = await createBuyer();
      for (const [index, step] of sagaSteps.entries()) {
        // Half of the clients retry. The orders of the others must recover by themselves.
        const retried = (round + index) % 2 === 0;
        for (const moment of ["before", "after"] as const) await crashAt(buyer, step, moment, retried);
      }
      await waitForRecovery();
      await expectInvariants();
    }
    printTable();
  });

  it(`all orders in progress settle after a crash at a random time, ${randomCrashes} times`, async () => {
    const seed = Date.now() % 2 ** 31;
    const random = createRandom(seed);
    console.log(`seed of the random times: ${seed}`);
    const buyer = await createBuyer();
    const promotionId = await createCoupon(shop, "RANDOM", { usageLimit: usesInRandomCrashes });
    for (let crash = 0; crash < randomCrashes; crash++) {
      const acts = Array.from({ length: ordersPerCrash }, (_, index) => {
        const paymentMethod = random() < 0.7 ? "pm_card_visa" : "pm_card_chargeDeclined";
        const couponCodes = index % 2 === 0 ? ["RANDOM"] : [];
        const input = { idempotencyKey: `random-${crash}-${index}`, paymentMethod, couponCodes };
        return async () => {
          const order = await recordResponse(placeOrder(buyer, { ...input, lines: [{ sku: "KILLED", quantity: 1 }] }));
          if (order?.status === "CONFIRMED" && index % 3 === 0)
            await recordResponse(cancelOrder(buyer, order.id, "back"));
        };
      });
      const interrupted = acts.map((act) => act().catch(() => undefined));
      await new Promise((later) => setTimeout(later, random() * maxCrashDelayMs));
      await shop.crash();
      await Promise.all(interrupted);
      await shop.restart();
      await Promise.all(acts.map((act) => act()));
    }
    // An order that was claimed before a crash may find its coupon code exhausted when the buyer repeats the request.
    await runCronsAfterDeadlines();
    await expect.poll(() => findUnsettled(shop), { timeout: maxRecoveryMs }).toEqual([]);
    expect(await findViolations(shop, responses)).toEqual([]);
    const { used = 0, reserved } = await readUses(shop, promotionId);
    console.log(`${used} of ${usesInRandomCrashes} uses of the coupon code`);
    expect([used > 0, used <= usesInRandomCrashes, reserved]).toEqual([true, true, 0]);
  });
});
