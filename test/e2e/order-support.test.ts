import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { placeOrder, productLine, waitForStockCommits } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  // An order needs staff after one second of failed recovery.
  vars: { GIVE_UP_SECONDS: "1" },
  products: [productLine("LAMP", 100)],
});
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

interface Details {
  readonly status: string;
  readonly traceId: string | null;
  readonly effects: readonly {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly isCompensation: boolean;
    readonly causeSequence: number;
    readonly outcomeSequence: number | null;
    readonly attemptCount: number;
    readonly attempts: readonly { readonly durationMs: number; readonly error: string | null }[];
    readonly nextAttemptAt: string | null;
  }[];
  readonly attention: {
    readonly fromStatus: string;
    readonly effects: readonly { readonly type: string }[];
    readonly previews: readonly object[];
  } | null;
  readonly explanation: readonly { readonly text: string; readonly sequences: readonly number[] }[];
  readonly notes: readonly { readonly text: string; readonly actor: string }[];
  readonly timeline: readonly { readonly sequence: number; readonly type: string }[];
}

const fields = `status traceId
  effects { id type status isCompensation causeSequence outcomeSequence attemptCount attempts { at durationMs error } nextAttemptAt }
  attention { since fromStatus effects { type } previews { resolution allowed reason status eventTypes effectTypes } }
  explanation { text sequences } notes { id text actor at } timeline { sequence type }`;

async function read(api: Api, id: string): Promise<Details> {
  const query = `query ($id: ID!) { order(id: $id) { ${fields} } }`;
  const { order } = await fetchData<{ order: Details | null }>(api, query, { id });
  if (order === null) throw new Error(`no order ${id}`);
  return order;
}

async function change(api: Api, mutation: string, id: string): Promise<Details> {
  const query = `mutation ($id: ID!) { result: ${mutation} { order { ${fields} } userErrors { code } } }`;
  type Data = { result: { order: Details | null; userErrors: readonly { code: string }[] } };
  const { result } = await fetchData<Data>(api, query, { id });
  if (result.order === null) throw new Error(result.userErrors.map(({ code }) => code).join());
  return result.order;
}

const place = async (input: object = {}) =>
  (await placeOrder(buyer, { idempotencyKey: crypto.randomUUID(), lines: [{ sku: "LAMP", quantity: 2 }], ...input }))
    .order;

describe("an order whose capture fails until staff decide", () => {
  it("shows its attempts, what each decision would do, and why it is there", async () => {
    await shop.injectFault("down", "capture", 50);
    const id = (await place())?.id ?? "";
    await expect.poll(async () => (await read(support, id)).status, { timeout: 30_000 }).toBe("NEEDS_ATTENTION");
    const stuck = await read(support, id);
    const capture = stuck.effects.find(({ type }) => type === "capturePayment");
    expect(capture).toMatchObject({ status: "GIVEN_UP", isCompensation: false, nextAttemptAt: null });
    expect(capture?.attemptCount).toBeGreaterThanOrEqual(3);
    expect(capture?.attempts.every(({ error }) => typeof error === "string" && error !== "")).toBe(true);
    const typeAt = (sequence: number | null | undefined) =>
      stuck.timeline.find((event) => event.sequence === sequence)?.type;
    expect([typeAt(capture?.causeSequence), typeAt(capture?.outcomeSequence)]).toEqual([
      "OrderCreated",
      "EffectExhausted",
    ]);
    expect(stuck.attention).toMatchObject({ fromStatus: "CREATED", effects: [{ type: "capturePayment" }] });
    expect(stuck.attention?.previews).toEqual([
      {
        resolution: "RETRY",
        allowed: true,
        reason: null,
        status: "CREATED",
        eventTypes: ["ResolutionChosen"],
        effectTypes: ["capturePayment"],
      },
      {
        resolution: "GIVE_UP",
        allowed: false,
        reason: "Cannot give up capturePayment: money may have moved or is owed. Choose RETRY.",
        status: null,
        eventTypes: [],
        effectTypes: [],
      },
    ]);
    expect(stuck.explanation.at(-1)?.text).toBe("The order needs attention: staff must decide whether to retry.");
    expect(shop.logs()).toContain(stuck.traceId ?? "no trace");

    await shop.clearFaults();
    const resolution = 'resolveOrder(input: { orderId: $id, resolution: RETRY, note: "again" })';
    const resolved = await change(support, resolution, id);
    expect(resolved.status).toBe("CONFIRMED");
    const retried = resolved.effects.filter(({ type }) => type === "capturePayment");
    expect(retried.map(({ status, id: key }) => [status, key])).toEqual([
      ["GIVEN_UP", capture?.id],
      ["COMPLETED", capture?.id],
    ]);
    expect(resolved.attention).toBeNull();
  });
});

describe("an order that waits for its buyer", () => {
  it("goes on when staff run its pending effects, and no buyer may", async () => {
    await shop.setWebhookCopies(0);
    const id = (await place({ paymentMethod: "pm_card_authenticationRequired" }))?.id ?? "";
    const waiting = await read(support, id);
    expect(waiting.effects.find(({ type }) => type === "awaitPayment")).toMatchObject({
      status: "PENDING",
      attempts: [],
    });
    expect(waiting.explanation.at(-1)?.text).toMatch(
      /^The order is reserved: it waits for the buyer to confirm the payment until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/,
    );
    const payment = (await shop.ledger()).find(({ orderId }) => orderId === id);
    await shop.authenticatePayment(payment?.id ?? "", true);
    await expect(change(buyer, "runPendingEffects(orderId: $id)", id)).rejects.toThrow();
    expect((await change(support, "runPendingEffects(orderId: $id)", id)).status).toBe("CONFIRMED");
    // Nothing is left to do.
    expect((await change(support, "runPendingEffects(orderId: $id)", id)).status).toBe("CONFIRMED");
  });
});

describe("the four records of an order", () => {
  interface Reconciliation {
    readonly order: { readonly status: string };
    readonly payment: { readonly status: string; readonly capturedMinor: string } | null;
    readonly listRow: { readonly status: string; readonly total: string } | null;
    readonly reservation: { readonly status: string; readonly lines: readonly object[] } | null;
    readonly differences: readonly {
      readonly message: string;
      readonly expected: string | null;
      readonly actual: string | null;
    }[];
  }
  const reconcile = async (orderId: string) => {
    const query = `query ($orderId: ID!) { orderReconciliation(orderId: $orderId) {
      order { status } payment listRow reservation { status lines { sku quantity } order { id } }
      differences { message expected actual }
    } }`;
    return (await fetchData<{ orderReconciliation: Reconciliation | null }>(support, query, { orderId }))
      .orderReconciliation;
  };

  it("agree, and a difference in the list, at the provider or of a silent system is found", async () => {
    const orderId = (await place())?.id ?? "";
    await waitForStockCommits(shop);
    const total = "2000";
    expect(await reconcile(orderId)).toMatchObject({
      order: { status: "CONFIRMED" },
      payment: { status: "succeeded", capturedMinor: total },
      listRow: { status: "CONFIRMED", total },
      reservation: { status: "COMMITTED", lines: [{ sku: "LAMP", quantity: 2 }], order: { id: orderId } },
      differences: [],
    });
    await shop.sql("order")`update orders set total_minor = 1 where id = ${orderId}`;
    expect((await reconcile(orderId))?.differences).toEqual([
      { message: `its row has total 1, the order has ${total}`, expected: total, actual: "1" },
    ]);
    await shop.sql("order")`update orders set total_minor = ${total} where id = ${orderId}`;
    await shop.injectFault("down", "payment_intents", 10);
    const silent = await reconcile(orderId);
    await shop.clearFaults();
    expect([silent?.payment, silent?.differences.map(({ message }) => message)]).toEqual([
      null,
      ["the payment provider did not respond"],
    ]);
    expect(await reconcile(`ord_${"0".repeat(26)}`)).toBeNull();
  });
});

describe("notes of staff", () => {
  interface Payload {
    readonly order: { readonly notes: readonly { readonly text: string; readonly actor: string }[] } | null;
    readonly userErrors: readonly { readonly code: string }[];
  }
  const add = async (api: Api, input: object) => {
    const query = `mutation ($input: AddOrderNoteInput!) {
      result: addOrderNote(input: $input) { order { notes { text actor } } userErrors { code } }
    }`;
    return (await fetchData<{ result: Payload }>(api, query, { input })).result;
  };

  it("are added once per key, seen by staff alone, and deleted when the personal data is erased", async () => {
    const visitor = await shop.signUp();
    const lines = [{ sku: "LAMP", quantity: 1 }];
    const { order } = await placeOrder(visitor, { idempotencyKey: "noted", lines });
    const orderId = order?.id ?? "";
    const note = { orderId, text: "Called: wants it\nby Friday", idempotencyKey: "n1" };
    const actor = `staff:${support.accountId}`;
    const expected = { order: { notes: [{ text: note.text, actor }] }, userErrors: [] };
    expect(await add(support, note)).toEqual(expected);
    expect(await add(support, note)).toEqual(expected);
    expect(await add(support, { ...note, text: "other" })).toEqual({
      order: null,
      userErrors: [{ code: "IDEMPOTENCY_KEY_REUSED" }],
    });
    expect((await read(visitor, orderId)).notes).toEqual([]);
    expect((await read(support, orderId)).timeline.map(({ type }) => type)).not.toContain("OrderNoteAdded");

    const accounts = await shop.rpc("order", { service: "account", roles: [] });
    await accounts(OrderService.method.erasePersonalData, { accountId: visitor.accountId });
    expect((await read(support, orderId)).notes).toEqual([]);
    const later = await add(support, { orderId, text: "Asked again", idempotencyKey: "n2" });
    expect(later.order?.notes.map(({ text }) => text)).toEqual(["Asked again"]);
  });
});

describe("the buyer of an order", () => {
  it("gets the explanation, also without a session, and nothing that is for staff", async () => {
    const order = await place({ paymentMethod: "pm_card_chargeDeclined" });
    const staff = await read(support, order?.id ?? "");
    const own = await read(buyer, order?.id ?? "");
    expect(own).toMatchObject({ effects: [], attention: null, traceId: null, notes: [] });
    expect(staff.explanation.map(({ text }) => text).join(" ")).toMatch(
      /The payment was declined: the payment provider returned \w+\./,
    );
    const sentences = own.explanation.map(({ text }) => text);
    expect(sentences).toContain("The payment was declined.");
    expect(sentences.at(-1)).toBe("The order is rejected.");
    const query = `query ($number: String!, $email: String!) {
      orderByNumber(number: $number, email: $email) { explanation { text } effects { id } notes { id } }
    }`;
    const found = await fetchData({ url: shop.url }, query, { number: order?.number, email: buyer.email });
    expect(found).toEqual({
      orderByNumber: { explanation: sentences.map((text) => ({ text })), effects: [], notes: [] },
    });
  });
});
