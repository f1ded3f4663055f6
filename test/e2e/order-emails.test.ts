import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import type { SentMail } from "../../dev/emulators/mail.ts";
import { OrderEmail_Type, OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { asUser, startGuest } from "../support/accounts.ts";
import { cancelOrder, findOrder, type OrderResult, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 1_000), productLine("DESK", 3, "1000", "EUR")] });
const support = useUser(shop, "SUPPORT");
const pollOptions = { timeout: 20_000, interval: 100 };

/** Returns the emails about orders. The mails of accounts have no HTML. */
const mailsTo = (email: string) => shop.mails().filter(({ to, html }) => to.includes(email) && html !== undefined);
const subjectsTo = (email: string) => mailsTo(email).map(({ subject }) => subject);
const aboutOrder = (email: string, { number }: OrderResult) =>
  mailsTo(email).filter(({ subject }) => subject.includes(String(number)));

async function waitForMails(find: () => readonly SentMail[], count: number): Promise<readonly SentMail[]> {
  await expect.poll(() => find().length, pollOptions).toBe(count);
  return find();
}

let keys = 0;
async function buy(buyer: Api, input: object = {}): Promise<OrderResult> {
  const lines = [{ sku: "LAMP", quantity: 2 }];
  const { order } = await placeOrder(buyer, { idempotencyKey: `order-${++keys}`, lines, ...input });
  if (order === null) throw new Error("The order was not placed");
  return order;
}

async function runAsSupport(name: string, input: object): Promise<void> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${name}(input: $input) { userErrors { code } } }`;
  const { result } = await fetchData<{ result: { userErrors: unknown[] } }>(support, query, {
    input: { idempotencyKey: `support-${++keys}`, ...input },
  });
  expect(result.userErrors).toEqual([]);
}

async function setPreferences(buyer: Api, input: object): Promise<void> {
  const query =
    "mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { userErrors { code } } }";
  const { updatePreferences } = await fetchData<{ updatePreferences: { userErrors: unknown[] } }>(buyer, query, {
    input,
  });
  expect(updatePreferences.userErrors).toEqual([]);
}

const sequenceOf = ({ timeline }: OrderResult, type: string) => {
  const event = timeline.findLast((entry) => entry.type === type);
  if (event === undefined) throw new Error(`The order has no event ${type}`);
  return event.sequence;
};

/** Returns the integration event of the order's latest event of a type, as the queue delivers it. */
const toMessage = (order: OrderResult, name: string, eventType: string, time = new Date()) => ({
  specversion: "1.0",
  id: `${order.id}:${sequenceOf(order, eventType)}`,
  source: "/orders",
  type: `stoa.order.${name}.v1`,
  subject: order.id,
  time: time.toISOString(),
  datacontenttype: "application/json",
  data: { orderId: order.id },
});

/** Waits until the consumer has processed all messages before this call: it processes them in order. */
async function waitForQueue(): Promise<void> {
  const buyer = await shop.signUp();
  await buy(buyer);
  await waitForMails(() => mailsTo(buyer.email), 1);
}

const findLogLines = (...parts: readonly string[]) =>
  shop
    .logs()
    .split("\n")
    .filter((line) => parts.every((part) => line.includes(part)));

describe("the confirmation of an order", () => {
  it("is sent once with lines, totals and address, although the queue delivers the event four times", async () => {
    const buyer = await shop.signUp();
    const order = await buy(buyer);
    const [mail] = await waitForMails(() => mailsTo(buyer.email), 1);
    expect(mail?.subject).toBe(`Your order ${order.number}`);
    for (const part of ["2 × Product LAMP", "LAMP", "$20.00", "1 Main St", "3511 Utrecht", "Netherlands", order.id]) {
      expect(mail?.text).toContain(part);
      expect(mail?.html).toContain(part);
    }
    const message = toMessage(order, "confirmed", "OrderConfirmed");
    await shop.stack.send("order", "ORDER_EMAILS", [message, message]);
    await shop.stack.send("order", "ORDER_EMAILS", [message]);
    await waitForQueue();
    expect(mailsTo(buyer.email)).toHaveLength(1);
    // The provider would recognise a second attempt. There was none.
    expect(findLogLines('"message":"task"', `"stoa.id":"${message.id}"`)).toHaveLength(1);
  });

  it("is shown as text and HTML by the local mail page, without its scripts", async () => {
    const page = await fetch(`http://${shop.stack.services.mailHost}/dev/mail`, { headers: { accept: "text/html" } });
    const body = await page.text();
    expect(body).toContain("<pre>Thank you for your order.");
    expect(body).toContain('<iframe sandbox width="700" height="600" srcdoc="&lt;!doctype html>');
  });

  it("is not sent for a rejected order, or for one that was cancelled before it was paid", async () => {
    const buyer = await shop.signUp();
    await buy(buyer, { paymentMethod: "pm_card_chargeDeclined" });
    await buy(buyer, { lines: [{ sku: "LAMP", quantity: 999 }] });
    const waiting = await buy(buyer, { paymentMethod: "pm_card_threeDSecure2Required" });
    await cancelOrder(buyer, waiting.id, "cancel-unpaid");
    expect((await findOrder(buyer, waiting.id))?.status).toBe("CANCELLED");
    await waitForQueue();
    expect(subjectsTo(buyer.email)).toEqual([]);
  });

  it("is in the language of the buyer, with amounts in the buyer's locale", async () => {
    const buyer = await shop.signUp();
    await setPreferences(buyer, { locale: "de-AT" });
    const order = await buy(buyer, { lines: [{ sku: "DESK", quantity: 1 }] });
    const [mail] = await waitForMails(() => mailsTo(buyer.email), 1);
    expect(mail?.subject).toBe(`Ihre Bestellung ${order.number}`);
    expect(mail?.text).toContain("Niederlande");
    expect(mail?.text).toMatch(/€\s10,00/);
    const french = await shop.signUp();
    await setPreferences(french, { locale: "fr-FR" });
    const other = await buy(french, { lines: [{ sku: "DESK", quantity: 1 }] });
    const [english] = await waitForMails(() => mailsTo(french.email), 1);
    expect(english?.subject).toBe(`Your order ${other.number}`);
    expect(english?.text).toMatch(/10,00\s€/);
  });

  it("is sent after an outage of the mail provider, once", async () => {
    const buyer = await shop.signUp();
    shop.stack.services.mail.setRejecting(true);
    const order = await buy(buyer);
    const id = `${order.id}:${sequenceOf(order, "OrderConfirmed")}`;
    await expect
      .poll(() => findLogLines(`"stoa.id":"${id}"`, '"stoa.outcome":"retry"').length, pollOptions)
      .toBeGreaterThan(0);
    shop.stack.services.mail.setRejecting(false);
    await shop.sql("account")`update outbox set due_at = now() where id = ${id}`;
    await shop.stack.runCrons();
    await waitForMails(() => mailsTo(buyer.email), 1);
    expect(await shop.sql("account")`select id from outbox where id = ${id}`).toEqual([]);
  });

  it("is sent once when the service fails between sending it and deleting its task", async () => {
    const buyer = await shop.signUp();
    const order = await buy(buyer);
    await waitForMails(() => mailsTo(buyer.email), 1);
    const sequence = sequenceOf(order, "OrderConfirmed");
    const id = `${order.id}:${sequence}`;
    const done = () => findLogLines(`"stoa.id":"${id}"`, '"stoa.outcome":"done"').length;
    await expect.poll(done, pollOptions).toBe(1);
    const task = JSON.stringify({ type: "sendOrderEmail", orderId: order.id, sequence });
    await shop.sql("account")`insert into outbox (id, task) values (${id}, ${task}::jsonb)`;
    await shop.stack.runCrons();
    await expect.poll(done, pollOptions).toBe(2);
    expect(mailsTo(buyer.email)).toHaveLength(1);
  });

  it("calls the order service at most 32 times in a run of the cron job, the limit of the platform", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `ord_many_${index}:2`);
    for (const id of ids) {
      const task = JSON.stringify({ type: "sendOrderEmail", orderId: id.slice(0, -2), sequence: 2 });
      await shop.sql("account")`insert into outbox (id, task) values (${id}, ${task}::jsonb)`;
    }
    await shop.stack.runCrons();
    await shop.stack.runCrons();
    const findLines = () => findLogLines('"stoa.id":"ord_many_', '"message":"task"');
    await expect.poll(() => findLines().length, pollOptions).toBe(ids.length);
    const runs = findLines().map((line) => (JSON.parse(line) as { "stoa.trace_id": string })["stoa.trace_id"]);
    const counts = [...new Set(runs)].map((run) => runs.filter((other) => other === run).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(32);
  });

  it("is not sent for an event that is older than a week", async () => {
    const buyer = await shop.signUp();
    const order = await buy(buyer);
    await waitForMails(() => mailsTo(buyer.email), 1);
    await shop.sql("account")`delete from order_emails`;
    const old = new Date(Date.now() - 8 * 24 * 3_600_000);
    await shop.stack.send("order", "ORDER_EMAILS", [toMessage(order, "confirmed", "OrderConfirmed", old)]);
    await waitForQueue();
    expect(await shop.sql("account")`select 1 from order_emails where event_id like ${`${order.id}%`}`).toEqual([]);
  });
});

describe("the contact email of an order", () => {
  it("gets the emails about the order of a guest", async () => {
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    const email = "Guest.Mail@example.com";
    const order = await buy(guest, { email });
    const [mail] = await waitForMails(() => mailsTo(email), 1);
    expect(mail?.subject).toBe(`Your order ${order.number}`);
    expect(mail?.text).toContain("2 × Product LAMP");
    await runAsSupport("fulfilOrder", { orderId: order.id });
    await waitForMails(() => mailsTo(email), 2);
    // A guest without an address gets none, and that of another order is not used.
    const silent = await buy(guest);
    await waitForQueue();
    expect(shop.mails().filter(({ subject }) => subject.includes(String(silent.number)))).toEqual([]);
  });

  it("gets the emails instead of the address of the account", async () => {
    const buyer = await shop.signUp();
    const email = `office-${buyer.email}`;
    await buy(buyer, { email });
    await waitForMails(() => mailsTo(email), 1);
    await waitForQueue();
    expect(subjectsTo(buyer.email)).toEqual([]);
    await setPreferences(buyer, { orderEmails: false });
    await buy(buyer, { email });
    await waitForQueue();
    expect(subjectsTo(email)).toHaveLength(1);
  });
});

describe("emails after the confirmation", () => {
  it("are sent for each shipment with its own lines and tracking number", async () => {
    const buyer = await shop.signUp();
    const order = await buy(buyer);
    const ship = (trackingNumber: string) =>
      runAsSupport("fulfilOrder", {
        orderId: order.id,
        carrier: "DHL",
        trackingNumber,
        lines: [{ sku: "LAMP", quantity: 1 }],
      });
    await ship("TRACK-1");
    await ship("TRACK-2");
    const shipped = () => mailsTo(buyer.email).filter(({ subject }) => subject.endsWith("was shipped"));
    const mails = await waitForMails(shipped, 2);
    expect(mails.map(({ text }) => /Tracking number: (.*)/.exec(text)?.[1]).sort()).toEqual(["TRACK-1", "TRACK-2"]);
    for (const { text } of mails) expect(text).toContain("1 × Product LAMP");
  });

  it("are sent for a refund, for a pending one when it is completed, and not for one that fails", async () => {
    const buyer = await shop.signUp();
    const refunds = () => mailsTo(buyer.email).filter(({ subject }) => subject.startsWith("Refund"));
    const refund = (orderId: string, amountMinor: string) =>
      runAsSupport("refundOrder", { orderId, reason: "damaged", amount: { amountMinor, currency: "USD" } });
    const order = await buy(buyer);
    await refund(order.id, "1234");
    expect((await waitForMails(refunds, 1))[0]?.text).toContain("$12.34");
    const pending = await buy(buyer, { paymentMethod: "pm_card_pendingRefund" });
    await refund(pending.id, "100");
    await refund(pending.id, "200");
    await waitForQueue();
    expect(refunds()).toHaveLength(1);
    const query =
      "query ($id: ID!) { order(id: $id) { transactions { kind providerReference amount { amountMinor } } } }";
    type Transactions = { kind: string; providerReference: string; amount: { amountMinor: string } }[];
    const found = await fetchData<{ order: { transactions: Transactions } }>(support, query, { id: pending.id });
    const referenceOf = (minor: string) =>
      found.order.transactions.find(({ kind, amount }) => kind === "REFUND" && amount.amountMinor === minor)
        ?.providerReference ?? "";
    await shop.endRefund(referenceOf("200"), "fail");
    await shop.endRefund(referenceOf("100"), "complete");
    expect((await waitForMails(refunds, 2))[1]?.text).toContain("$1.00");
    await waitForQueue();
    expect(refunds()).toHaveLength(2);
  });

  it("are sent for a cancellation with the refunded amount, and not for its refund", async () => {
    const buyer = await shop.signUp();
    const order = await buy(buyer);
    await cancelOrder(buyer, order.id, "cancel");
    const cancelled = await waitForMails(() => aboutOrder(buyer.email, order), 2);
    const mail = cancelled.find(({ subject }) => subject.endsWith("was cancelled"));
    expect(mail?.text).toContain(`We refund $${(Number(order.total.amountMinor) / 100).toFixed(2)}`);
    await waitForQueue();
    expect(aboutOrder(buyer.email, order)).toHaveLength(2);
  });
});

describe("no email about an order is sent", () => {
  it("to an account that wants none", async () => {
    const buyer = await shop.signUp();
    await setPreferences(buyer, { orderEmails: false });
    const order = await buy(buyer);
    await runAsSupport("fulfilOrder", { orderId: order.id });
    await waitForQueue();
    expect(subjectsTo(buyer.email)).toEqual([]);
    await setPreferences(buyer, { orderEmails: true });
    await runAsSupport("refundOrder", { orderId: order.id, reason: "damaged" });
    await waitForMails(() => mailsTo(buyer.email), 1);
  });

  it("for an order whose personal data was erased, although its event is delivered again", async () => {
    const buyer = await shop.signUp();
    const order = await buy(buyer);
    await waitForMails(() => mailsTo(buyer.email), 1);
    const rpc = await shop.rpc("order", { service: "account", roles: [] });
    const request = { orderId: order.id, sequence: sequenceOf(order, "OrderConfirmed") };
    const { email } = await rpc(OrderService.method.getOrderEmail, request);
    expect(email).toMatchObject({ type: OrderEmail_Type.CONFIRMATION, order: { number: order.number, timeline: [] } });
    for (const sequence of [1, 999]) {
      expect((await rpc(OrderService.method.getOrderEmail, { ...request, sequence })).email).toBeUndefined();
    }
    await rpc(OrderService.method.erasePersonalData, { accountId: buyer.accountId });
    expect((await rpc(OrderService.method.getOrderEmail, request)).email).toBeUndefined();
    await shop.sql("account")`delete from order_emails`;
    await shop.stack.send("order", "ORDER_EMAILS", [toMessage(order, "confirmed", "OrderConfirmed")]);
    await waitForQueue();
    expect(mailsTo(buyer.email)).toHaveLength(1);
  });

  it("for a malformed message, which goes to the dead-letter queue", async () => {
    const buyer = await shop.signUp();
    const order = await buy(buyer);
    const message = toMessage(order, "confirmed", "OrderConfirmed");
    const malformed = [
      "text",
      { ...message, specversion: "0.3" },
      { ...message, id: "x" },
      { ...message, time: "now" },
    ];
    await shop.stack.send("order", "ORDER_EMAILS", malformed);
    await expect
      .poll(() => findLogLines("order event rejected", '"service.name":"account"').length, pollOptions)
      .toBe(malformed.length);
    await expect
      .poll(() => shop.sql("order")`select 1 from dead_facts`.then((rows) => rows.length), pollOptions)
      .toBe(malformed.length);
  });
});
