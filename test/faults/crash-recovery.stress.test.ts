import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Api } from "../../dev/cli/shop/api.ts";
import { deriveId } from "../../workers/kit/domain/ids.ts";
import { startGuest } from "../support/accounts.ts";
import { cancelOrder, importProducts, type OrderResult, placeOrder, productLine } from "../support/harness.ts";
import { createRandom } from "../support/random.ts";
import { type CrashableShop, type Moment, openCrashableShop } from "./crashable-shop.ts";
import { findUnsettled, findViolations } from "./database-invariants.ts";
import { type SagaStep, sagaSteps, stepsBeforeFirstCommit } from "./saga-steps.ts";

const rounds = 5;
const atAnyTime = 20;
/** Orders under way then, and how long at most after the first of them. */
const crowd = 8;
const longestMs = 250;
/** Within this, once the Workers answer again, every order has come to its end. */
const healMs = 10_000;

interface Kill {
  readonly step: SagaStep;
  readonly moment: Moment;
  readonly orderId: string;
  /** Whether the client that got no answer asked again. */
  readonly asked: boolean;
}

interface Buyer extends Api {
  readonly accountId: string;
}

let shop: CrashableShop;
const told: OrderResult[] = [];
const kills: Kill[] = [];
const healed: number[] = [];
let late = 0;

beforeAll(async () => {
  shop = await openCrashableShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("KILLED", 10_000)]);
});

afterAll(() => shop?.stop());

async function newBuyer(): Promise<Buyer> {
  const { account, accessToken } = await startGuest({ url: shop.url });
  if (account === null || accessToken === null) throw new Error("there is no guest");
  return { url: shop.url, token: accessToken, accountId: account.id };
}

async function tell(asking: Promise<{ readonly order: OrderResult | null }>): Promise<OrderResult | undefined> {
  const { order } = await asking;
  if (order !== null) told.push(order);
  return order ?? undefined;
}

/** Brings an order to a step, kills the Workers there and starts them again. */
async function killAt(buyer: Buyer, step: SagaStep, moment: Moment, asked: boolean): Promise<void> {
  const idempotencyKey = `${step}-${moment}-${kills.length}`;
  const orderId = await deriveId("ord", buyer.accountId, "placeOrder", idempotencyKey);
  const declined = step === "releaseStock" || step === "voidPayment";
  const paymentMethod = declined ? "pm_card_chargeDeclined" : "pm_card_visa";
  const place = () => placeOrder(buyer, { idempotencyKey, paymentMethod, lines: [{ sku: "KILLED", quantity: 2 }] });
  const isTakenBack = step === "refundPayment" || step === "restock";
  if (isTakenBack) await tell(place());
  const act = isTakenBack ? () => cancelOrder(buyer, orderId, "back") : place;
  const killed = shop.crashAt({ orderId, step, moment });
  const unanswered = act().catch(() => undefined);
  await killed;
  expect(await unanswered).toBeUndefined();
  const isWatched = (await findUnsettled(shop)).includes(orderId);
  // Should its alarm be lost, the watchdog finds the order by its row: from the first, and until the row shows the end.
  const shows = `${step} ${moment}` !== "claimKey before" && `${step} ${moment}` !== "projectOrder after";
  expect({ step, moment, isWatched }).toEqual({ step, moment, isWatched: shows });
  await shop.restart();
  kills.push({ step, moment, orderId, asked });
  if (asked) await tell(act());
}

/** How an order has to end that was killed there. */
function endOf({ step, asked }: Kill): string | undefined {
  if (step === "claimKey" && !asked) return undefined;
  if (step === "releaseStock" || step === "voidPayment") return "REJECTED";
  return step === "refundPayment" || step === "restock" ? "CANCELLED" : "CONFIRMED";
}

/** Waits until all orders have ended, and touches none: what heals them is their own. */
async function heal(): Promise<void> {
  const startedAt = performance.now();
  const unhealed = async () => {
    const rows = await shop.sql("order")`select id, status from orders where deadline_at is null`;
    const ends = new Map(rows.map(({ id, status }) => [id, status]));
    const begun = kills.filter((kill) => endOf(kill) !== undefined);
    return begun.filter((kill) => ends.get(kill.orderId) !== endOf(kill));
  };
  while ((await unhealed()).length > 0 && performance.now() - startedAt < healMs) {
    await new Promise((later) => setTimeout(later, 50));
  }
  expect(await unhealed()).toEqual([]);
  healed.push(performance.now() - startedAt);
}

/** What holds on real rows, once claims whose order never began have been forgotten by the watchdog. */
async function expectAllWell(): Promise<void> {
  late += await shop.deliverDelayedRequests();
  await shop.sql("order")`update orders set deadline_at = now() where status = 'CLAIMED'`;
  await shop.runCrons();
  expect(await findUnsettled(shop)).toEqual([]);
  expect(await findViolations(shop, told)).toEqual([]);
  const rows = await shop.sql("order")`select id, status from orders`;
  const ends = new Map(rows.map(({ id, status }) => [String(id), String(status)]));
  for (const kill of kills) expect({ ...kill, end: ends.get(kill.orderId) }).toEqual({ ...kill, end: endOf(kill) });
}

function printTable(): void {
  const count = (step: SagaStep, moment: Moment) =>
    kills.filter((kill) => kill.step === step && kill.moment === moment).length;
  const rows = sagaSteps.map((step) => [step, count(step, "before"), count(step, "after")] as const);
  const lines = rows.map(([step, before, after]) =>
    [step.padEnd(16), String(before).padStart(6), String(after).padStart(5), String(before + after).padStart(5)].join(
      " ",
    ),
  );
  const begun = kills.filter(({ step }) => !stepsBeforeFirstCommit.includes(step)).length;
  const slowest = (Math.max(...healed) / 1000).toFixed(1);
  console.log(["", "kill -9 at       before after   all", ...lines].join("\n"));
  console.log(
    `${kills.length} kills, ${begun} of them after the first commit; ${late} requests arrived after all had ended;` +
      ` the slowest of ${healed.length} healings took ${slowest} s; files on ${fileSystemOf(tmpdir())}\n`,
  );
}

const fileSystems: Readonly<Record<number, string>> = { 61267: "ext4", 16914836: "tmpfs", 2435016766: "btrfs" };

function fileSystemOf(folder: string): string {
  const { type } = statfsSync(folder);
  return fileSystems[type] ?? `a file system of type 0x${type.toString(16)}`;
}

it(`an order that is killed before or after any of its steps comes to its end, ${rounds * sagaSteps.length * 2} times`, async () => {
  for (let round = 0; round < rounds; round++) {
    const buyer = await newBuyer();
    for (const [index, step] of sagaSteps.entries()) {
      // Half of the clients ask again; the order of the others has nobody but itself.
      for (const moment of ["before", "after"] as const) await killAt(buyer, step, moment, (round + index) % 2 === 0);
    }
    await heal();
    await expectAllWell();
  }
  printTable();
});

it(`orders that are under way whenever the Workers are killed come to their end, ${atAnyTime} times`, async () => {
  const seed = Date.now() % 2 ** 31;
  const random = createRandom(seed);
  console.log(`at moments of the seed ${seed}`);
  const buyer = await newBuyer();
  for (let kill = 0; kill < atAnyTime; kill++) {
    const acts = Array.from({ length: crowd }, (_, index) => {
      const paymentMethod = random() < 0.7 ? "pm_card_visa" : "pm_card_chargeDeclined";
      const lines = [{ sku: "KILLED", quantity: 1 }];
      return async () => {
        const order = await tell(placeOrder(buyer, { idempotencyKey: `any-${kill}-${index}`, paymentMethod, lines }));
        if (order?.status === "CONFIRMED" && index % 3 === 0) await tell(cancelOrder(buyer, order.id, "back"));
      };
    });
    const unanswered = acts.map((act) => act().catch(() => undefined));
    await new Promise((later) => setTimeout(later, random() * longestMs));
    await shop.crash();
    await Promise.all(unanswered);
    await shop.restart();
    await Promise.all(acts.map((act) => act()));
  }
  await expect.poll(() => findUnsettled(shop), { timeout: healMs }).toEqual([]);
  expect(await findViolations(shop, told)).toEqual([]);
});
