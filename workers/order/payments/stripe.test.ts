import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StripeEmulator, startStripeEmulator } from "../../../dev/emulators/stripe/server.ts";
import type { Money } from "../../kit/domain/money.ts";
import { allowOrigins } from "../../kit/outbound-fetch.ts";
import { createStripePayments, pingStripe } from "./stripe.ts";

/**
 * The behaviour that the order expects from its payment provider. The same table runs against the sandbox, in `npm test`,
 * and against Stripe's stripe-mock, in `npm run test:stripe-mock`, which sets STRIPE_MOCK to the mock's address. The mock
 * validates every request against Stripe's OpenAPI description and responds with a fixture. It has no state and cannot
 * fail.
 */
const mock = process.env.STRIPE_MOCK;
const secretKey = "sk_test_contract";
const webhookSecret = "whsec_contract";
const controlToken = "control-contract";
let dataDir: string;
let sandbox: StripeEmulator | undefined;
let host: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "stoa-payments-"));
  if (mock === undefined) sandbox = await startStripeEmulator({ dataDir, secretKey, controlToken });
  host = mock ?? `127.0.0.1:${sandbox?.port}`;
  allowOrigins([`http://${host}`]);
});

afterAll(async () => {
  await sandbox?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Case {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  /** The result at a provider with state. */
  readonly expected: unknown;
  /** The result of stripe-mock, or why it cannot run the case. Absent when the results are equal. */
  readonly mock?: { readonly expected: unknown } | { readonly unsupported: string };
}

const payments = () => createStripePayments({ secretKey, webhookSecret, host, requestsPerSecond: 1_000 });
const euros = (amountMinor: bigint): Money => ({ amountMinor, currency: "EUR" });
const visa = "pm_card_visa";
const newPayment = (orderId: string, acceptsRedirects = false) => ({
  amount: euros(2_000n),
  orderId,
  acceptsRedirects,
});
const withCard = (paymentMethod: string, returnUrl?: string) => ({ paymentMethod, returnUrl });
let keys = 0;
const newKey = () => `key-${++keys}`;

async function startPayment(): Promise<string> {
  const response = await payments().start(newPayment("ord_contract"), newKey());
  if (response.type !== "started") throw new Error(`The payment was not started: ${response.type}`);
  return response.paymentId;
}

async function authorizePayment(card = visa): Promise<string> {
  const id = await startPayment();
  await payments().confirm(id, withCard(card), newKey());
  return id;
}

async function capturePayment(card = visa): Promise<string> {
  const id = await authorizePayment(card);
  await payments().capture(id, euros(2_000n), newKey());
  return id;
}

/** Calls the control API of the sandbox: simulates a customer action, or makes the next request fail. */
const control = (path: string, body: object) =>
  fetch(`http://${host}/sandbox/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${controlToken}` },
    body: JSON.stringify(body),
  });
const injectFault = (mode: string, match: string) => control("faults", { mode, match });

// The fixture that stripe-mock returns for every PaymentIntent. It rejects a request that Stripe does not know with
// another code.
const fixture = { expected: { type: "declined", code: "declined", message: "The card was declined" } };
const cannotFail = { unsupported: "it cannot be made to fail" };

/** The response for one chargeback of 15.00 EUR. */
function disputed(changes: object) {
  const dispute = {
    disputeId: expect.stringMatching(/^du_/),
    type: "CHARGEBACK",
    reason: "duplicate",
    amount: { amountMinor: 1_500n, currency: "EUR" },
    withdrawnMinor: 1_500n,
    reinstatedMinor: 0n,
    evidenceDueBy: expect.any(Number),
    createdAt: expect.any(Number),
    ...changes,
  };
  return { type: "disputes", disputes: [dispute] };
}

const cases: readonly Case[] = [
  {
    name: "start: returns the same payment for the same key",
    act: async () => {
      const key = newKey();
      const [first, again] = [
        await payments().start(newPayment("ord_1"), key),
        await payments().start(newPayment("ord_1"), key),
      ];
      return [first.type, JSON.stringify(first) === JSON.stringify(again)];
    },
    expected: ["started", true],
    mock: { expected: ["started", false] },
  },
  {
    name: "authorize: authorizes a valid card, and returns the same payment for the same key and in findStarted",
    act: async () => {
      const key = newKey();
      const authorize = () => payments().authorize(newPayment("ord_1"), withCard(visa), key);
      const all = [await authorize(), await authorize(), await payments().findStarted(key)];
      return [new Set(all.map((started) => JSON.stringify(started))).size, all[0]];
    },
    expected: [1, { type: "started", paymentId: expect.stringMatching(/^pi_/), payment: { type: "authorized" } }],
    mock: { unsupported: "it stores no payments" },
  },
  {
    name: "authorize: returns the payment of a declined card, again for the same key and in findStarted",
    act: async () => {
      const key = newKey();
      const card = withCard("pm_card_chargeDeclinedInsufficientFunds");
      const authorize = () => payments().authorize(newPayment("ord_1"), card, key);
      return [await authorize(), await authorize(), await payments().findStarted(key)];
    },
    expected: Array(3).fill({
      type: "started",
      paymentId: expect.stringMatching(/^pi_/),
      payment: expect.objectContaining({ type: "declined", code: "insufficient_funds" }),
    }),
    mock: { unsupported: "it cannot decline a card" },
  },
  {
    name: "authorize: returns what the customer must confirm, and accepts a payment by redirect",
    act: async () => [
      await payments().authorize(newPayment("ord_1"), withCard("pm_card_threeDSecure2Required"), newKey()),
      await payments().authorize(newPayment("ord_1", true), withCard(visa, "https://shop.example/back"), newKey()),
    ],
    expected: [
      {
        type: "started",
        paymentId: expect.stringMatching(/^pi_/),
        payment: { type: "actionRequired", clientSecret: expect.stringMatching(/_secret_/) },
      },
      { type: "started", paymentId: expect.stringMatching(/^pi_/), payment: { type: "authorized" } },
    ],
    mock: { unsupported: "it requires no customer action" },
  },
  {
    name: "authorize: is declined without a payment when Stripe does not know the payment method",
    act: () => payments().authorize(newPayment("ord_1"), withCard("pm_unknown"), newKey()),
    expected: { type: "declined", code: "resource_missing", message: expect.any(String) },
    mock: { unsupported: "it knows every payment method" },
  },
  {
    name: "authorize: sends a request that Stripe accepts",
    act: async () => (await payments().authorize(newPayment("ord_1"), withCard(visa), newKey())).type,
    expected: "started",
  },
  {
    name: "findStarted: finds no payment of another key",
    act: () => payments().findStarted(newKey()),
    expected: { type: "absent" },
    mock: { unsupported: "it finds its fixture" },
  },
  {
    name: "authorize: is unknown when the response is lost, and the payment is found",
    act: async () => {
      const key = newKey();
      await injectFault("reset_after", "confirm");
      const lost = await payments().authorize(newPayment("ord_1"), withCard(visa), key);
      return [lost.type, await payments().findStarted(key)];
    },
    expected: [
      "unknown",
      { type: "started", paymentId: expect.stringMatching(/^pi_/), payment: { type: "authorized" } },
    ],
    mock: cannotFail,
  },
  {
    name: "find: returns open for a payment that was never confirmed",
    act: async () => payments().find(await startPayment()),
    expected: { type: "open" },
    mock: fixture,
  },
  {
    name: "confirm: authorizes a valid card",
    act: async () => {
      const id = await startPayment();
      return [await payments().confirm(id, withCard(visa), newKey()), await payments().find(id)];
    },
    expected: [{ type: "authorized" }, { type: "authorized" }],
    mock: { expected: [fixture.expected, fixture.expected] },
  },
  {
    name: "confirm: returns the decline code of a declined card, again for the same key and in find",
    act: async () => {
      const id = await startPayment();
      const key = newKey();
      const confirm = () => payments().confirm(id, withCard("pm_card_chargeDeclinedInsufficientFunds"), key);
      return [await confirm(), await confirm(), await payments().find(id)];
    },
    expected: Array(3).fill(expect.objectContaining({ type: "declined", code: "insufficient_funds" })),
    mock: { expected: Array(3).fill(fixture.expected) },
  },
  {
    name: "confirm: declines an unknown payment method",
    act: async () => payments().confirm(await startPayment(), withCard("pm_none"), newKey()),
    expected: expect.objectContaining({ type: "declined", code: "resource_missing" }),
    mock: fixture,
  },
  {
    name: "confirm: returns a client secret when a customer action is required, and find returns authorized after it",
    act: async () => {
      const id = await startPayment();
      const required = await payments().confirm(id, withCard("pm_card_authenticationRequired"), newKey());
      const waiting = await payments().find(id);
      await control(`payment_intents/${id}/authenticate`, { agrees: true });
      return [required, waiting, await payments().find(id)];
    },
    expected: [
      { type: "actionRequired", clientSecret: expect.stringMatching(/^pi_.+_secret_/) },
      expect.objectContaining({ type: "actionRequired" }),
      { type: "authorized" },
    ],
    mock: { unsupported: "it requires no customer action" },
  },
  {
    name: "confirm: returns the page of the bank for a payment that accepts redirects",
    act: async () => {
      const started = await payments().start(newPayment("ord_1", true), newKey());
      const id = started.type === "started" ? started.paymentId : "";
      const confirmation = withCard("pm_card_authenticationRequired", "https://shop.example/return");
      return payments().confirm(id, confirmation, newKey());
    },
    expected: expect.objectContaining({ type: "actionRequired", url: expect.stringContaining("/3d_secure/pi_") }),
    mock: fixture,
  },
  {
    name: "find: returns declined when the customer rejects the payment",
    act: async () => {
      const id = await startPayment();
      await payments().confirm(id, withCard("pm_card_authenticationRequired"), newKey());
      await control(`payment_intents/${id}/authenticate`, { agrees: false });
      return payments().find(id);
    },
    expected: expect.objectContaining({ type: "declined", code: "payment_intent_authentication_failure" }),
    mock: { unsupported: "it requires no customer action" },
  },
  {
    name: "capture: captures an authorized payment once",
    act: async () => {
      const id = await authorizePayment();
      const key = newKey();
      const capture = () => payments().capture(id, euros(2_000n), key);
      return [await capture(), await capture(), await payments().find(id)];
    },
    expected: Array(3).fill({ type: "captured" }),
    mock: { expected: Array(3).fill(fixture.expected) },
  },
  {
    name: "capture: declines more than the authorized amount",
    act: async () => payments().capture(await authorizePayment(), euros(2_001n), newKey()),
    expected: expect.objectContaining({ type: "declined", code: "amount_too_large" }),
    mock: fixture,
  },
  {
    name: "void: voids an authorized payment once, after which it cannot be captured",
    act: async () => {
      const id = await authorizePayment();
      const key = newKey();
      const voided = [await payments().void(id, key), await payments().void(id, key), await payments().find(id)];
      return [...voided, await payments().capture(id, euros(2_000n), newKey())];
    },
    expected: [...Array(3).fill({ type: "voided" }), expect.objectContaining({ type: "unknown" })],
    mock: { expected: Array(4).fill(fixture.expected) },
  },
  {
    name: "find: returns voided for an authorization that expired",
    act: async () => {
      const id = await authorizePayment();
      const [hostname = "", port = ""] = host.split(":");
      const provider = new Stripe(secretKey, { host: hostname, port, protocol: "http" });
      await provider.paymentIntents.cancel(id, { cancellation_reason: "abandoned" });
      return payments().find(id);
    },
    expected: { type: "voided" },
    mock: fixture,
  },
  {
    name: "refund: makes a partial refund once per key, and never refunds more than the captured amount",
    act: async () => {
      const id = await capturePayment();
      const key = newKey();
      const part = () => payments().refund(id, euros(1_500n), "ord_contract", key);
      const [first, again] = [await part(), await part()];
      return [
        first,
        JSON.stringify(first) === JSON.stringify(again),
        await payments().refund(id, euros(501n), "ord_contract", newKey()),
      ];
    },
    expected: [
      { type: "refunded", refundId: expect.stringMatching(/^re_/) },
      true,
      expect.objectContaining({ type: "declined", code: "amount_too_large" }),
    ],
    mock: {
      expected: [
        { type: "refunded", refundId: expect.stringMatching(/^re_/) },
        false,
        expect.objectContaining({ type: "refunded" }),
      ],
    },
  },
  {
    name: "findRefund: finds a refund by its key, and returns absent for an unknown key",
    act: async () => {
      const id = await capturePayment();
      const key = newKey();
      const refunded = await payments().refund(id, euros(500n), "ord_contract", key);
      const found = await payments().findRefund(id, key);
      return [JSON.stringify(found) === JSON.stringify(refunded), await payments().findRefund(id, newKey())];
    },
    expected: [true, { type: "absent" }],
    mock: { expected: [false, { type: "absent" }] },
  },
  {
    name: "findBalance: includes refunds of the order and of the dashboard",
    act: async () => {
      const id = await capturePayment();
      const before = await payments().findBalance(id);
      const refund = await payments().refund(id, euros(500n), "ord_contract", newKey());
      const [hostname = "", port = ""] = host.split(":");
      const provider = new Stripe(secretKey, { host: hostname, port, protocol: "http" });
      const dashboardRefund = await provider.refunds.create({ payment_intent: id, amount: 700 });
      const part = await payments().findBalance(id);
      await payments().refund(id, euros(800n), "ord_contract", newKey());
      const after = await payments().findBalance(id);
      const remainingMinor = after.type === "balance" ? after.remainingMinor : undefined;
      const isLatestFirst =
        part.type === "balance" && part.refunds[0]?.refundId === dashboardRefund.id && part.refunds.length === 2;
      const amounts = part.type === "balance" && [part.remainingMinor, part.refundedMinor];
      return [before, refund.type, amounts, isLatestFirst, after.type, remainingMinor];
    },
    expected: [
      { type: "balance", remainingMinor: 2_000n, refundedMinor: 0n, refunds: [] },
      "refunded",
      [800n, 1_200n],
      true,
      "balance",
      0n,
    ],
    mock: { unsupported: "it stores no refunds" },
  },
  {
    name: "refund: is pending until the provider completes it",
    act: async () => {
      const id = await capturePayment("pm_card_pendingRefund");
      const key = newKey();
      const refund = await payments().refund(id, euros(500n), "ord_contract", key);
      await control(`refunds/${refund.type === "refunded" ? refund.refundId : ""}/complete`, {});
      return [refund, await payments().findRefund(id, key)];
    },
    expected: [
      { type: "refunded", refundId: expect.stringMatching(/^re_/), isPending: true },
      { type: "refunded", refundId: expect.stringMatching(/^re_/) },
    ],
    mock: { unsupported: "its refunds succeed" },
  },
  {
    name: "refund: fails later, after which the money can be refunded under another key",
    act: async () => {
      const id = await capturePayment();
      const key = newKey();
      const refund = await payments().refund(id, euros(2_000n), "ord_contract", key);
      await control(`refunds/${refund.type === "refunded" ? refund.refundId : ""}/fail`, {
        reason: "lost_or_stolen_card",
      });
      const balance = await payments().findBalance(id);
      const again = await payments().refund(id, euros(2_000n), "ord_contract", newKey());
      return [refund.type, await payments().findRefund(id, key), balance, again.type];
    },
    expected: [
      "refunded",
      { type: "failed", refundId: expect.stringMatching(/^re_/), reason: "lost_or_stolen_card" },
      {
        type: "balance",
        remainingMinor: 2_000n,
        refundedMinor: 0n,
        refunds: [
          {
            refundId: expect.stringMatching(/^re_/),
            amountMinor: 2_000n,
            status: "FAILED",
            reason: "lost_or_stolen_card",
            isOwn: true,
          },
        ],
      },
      "refunded",
    ],
    mock: { unsupported: "its refunds succeed" },
  },
  {
    name: "findDisputes: returns the disputes of the payment",
    act: async () => payments().findDisputes(await capturePayment()),
    expected: { type: "disputes", disputes: [] },
    mock: { expected: expect.objectContaining({ type: "disputes" }) },
  },
  {
    name: "findDisputes: returns a chargeback with the money that the bank takes and gives back",
    act: async () => {
      const id = await capturePayment();
      await control(`payment_intents/${id}/dispute`, { amount: 1_500, reason: "duplicate" });
      const opened = await payments().findDisputes(id);
      const disputeId = opened.type === "disputes" ? opened.disputes[0]?.disputeId : undefined;
      const refuse = () => payments().refund(id, euros(501n), "ord_contract", newKey());
      const results = [opened, await refuse()];
      for (const action of ["submit", "lose", "win"]) {
        await control(`disputes/${disputeId}/${action}`, {});
        results.push(await payments().findDisputes(id));
      }
      return [...results, (await refuse()).type];
    },
    expected: [
      disputed({ status: "NEEDS_RESPONSE" }),
      expect.objectContaining({ type: "declined", code: "charge_disputed" }),
      disputed({ status: "UNDER_REVIEW" }),
      disputed({ status: "LOST" }),
      disputed({ status: "WON", reinstatedMinor: 1_500n }),
      "refunded",
    ],
    mock: { unsupported: "it stores no disputes" },
  },
  {
    name: "findDisputes: returns an inquiry, which blocks no refund, until it becomes a chargeback",
    act: async () => {
      const id = await capturePayment("pm_card_createDisputeInquiry");
      const asked = await payments().findDisputes(id);
      const disputeId = asked.type === "disputes" ? asked.disputes[0]?.disputeId : undefined;
      const refunded = await payments().refund(id, euros(500n), "ord_contract", newKey());
      await control(`disputes/${disputeId}/escalate`, {});
      return [asked, refunded.type, await payments().findDisputes(id)];
    },
    expected: [
      {
        type: "disputes",
        disputes: [expect.objectContaining({ type: "INQUIRY", status: "NEEDS_RESPONSE", withdrawnMinor: 0n })],
      },
      "refunded",
      {
        type: "disputes",
        disputes: [expect.objectContaining({ type: "CHARGEBACK", status: "NEEDS_RESPONSE", withdrawnMinor: 2_000n })],
      },
    ],
    mock: { unsupported: "it stores no disputes" },
  },
  {
    name: "findOrderId: returns the order that a payment was started for",
    act: async () => payments().findOrderId(await startPayment()),
    expected: { type: "order", orderId: "ord_contract" },
    mock: { expected: { type: "order", orderId: undefined } },
  },
  {
    name: "refund: declines a payment that was not captured",
    act: async () => payments().refund(await authorizePayment(), euros(1n), "ord_contract", newKey()),
    expected: expect.objectContaining({ type: "declined", code: "charge_not_captured" }),
    mock: { expected: expect.objectContaining({ type: "refunded" }) },
  },
  {
    name: "find: declines an unknown payment",
    act: () => payments().find("pi_none"),
    expected: expect.objectContaining({ type: "declined", code: "resource_missing" }),
    mock: fixture,
  },
  ...["error_500", "reset_before"].map((mode) => ({
    name: `capture: returns unknown when the request fails before it is processed (${mode}), and the same key captures`,
    act: async () => {
      const id = await authorizePayment();
      const key = newKey();
      await injectFault(mode, "capture");
      const first = await payments().capture(id, euros(2_000n), key);
      return [first.type, await payments().find(id), await payments().capture(id, euros(2_000n), key)];
    },
    expected: ["unknown", { type: "authorized" }, { type: "captured" }],
    mock: cannotFail,
  })),
  ...["error_500_after", "reset_after"].map((mode) => ({
    name: `refund: returns unknown when the response is lost (${mode}), and the same key does not refund twice`,
    act: async () => {
      const id = await capturePayment();
      const key = newKey();
      await injectFault(mode, "refunds");
      const first = await payments().refund(id, euros(2_000n), "ord_contract", key);
      const found = await payments().findRefund(id, key);
      const again = await payments().refund(id, euros(2_000n), "ord_contract", key);
      return [
        first.type,
        found.type,
        again.type,
        (await payments().refund(id, euros(1n), "ord_contract", newKey())).type,
      ];
    },
    expected: ["unknown", "refunded", "refunded", "declined"],
    mock: cannotFail,
  })),
  {
    name: "confirm: returns unknown when the provider is down",
    act: async () => {
      await injectFault("down", "confirm");
      return payments().confirm(await startPayment(), withCard(visa), newKey());
    },
    expected: { type: "unknown", reason: expect.any(String) },
    mock: cannotFail,
  },
  {
    name: "pingStripe: succeeds without an API key",
    act: () => pingStripe(host, AbortSignal.timeout(5_000)),
    expected: undefined,
  },
  {
    name: "start: returns unknown for a wrong API key, because a configuration error must not decline customers",
    act: async () => {
      const withWrongKey = createStripePayments({
        secretKey: "sk_live_other",
        webhookSecret,
        host,
        requestsPerSecond: 1_000,
      });
      return (await withWrongKey.start(newPayment("ord_1"), newKey())).type;
    },
    expected: "unknown",
  },
];

const runnable = cases.filter((entry) => mock === undefined || entry.mock === undefined || "expected" in entry.mock);

describe(`Stripe payments with ${mock === undefined ? "the sandbox" : "stripe-mock"}`, () => {
  it.each(runnable)("$name", async ({ act, expected, mock: atMock }) => {
    const isAtMock = mock !== undefined && atMock !== undefined && "expected" in atMock;
    expect(await act()).toEqual(isAtMock ? atMock.expected : expected);
  });

  it("run all cases except those that stripe-mock does not support", () => {
    const skipped = cases.filter((entry) => !runnable.includes(entry));
    for (const { name, mock: reason } of skipped)
      console.log(`skipped with stripe-mock: ${name}: ${JSON.stringify(reason)}`);
    expect(skipped.length).toBe(mock === undefined ? 0 : 18);
  });
});

describe("readEvent", () => {
  const event = (type: string, object: object = { metadata: { order_id: "ord_1" } }) =>
    JSON.stringify({ id: "evt_1", object: "event", type, data: { object } });
  const payload = event("payment_intent.succeeded");
  const refund = { object: "refund", payment_intent: "pi_1", metadata: { key: "k" } };
  const ofPayment = { id: "evt_1", subject: "payment", orderId: "ord_1", paymentId: undefined };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const sign = (secondsAgo: number, secret = webhookSecret, text = payload) =>
    new Stripe(secretKey).webhooks.generateTestHeaderString({
      payload: text,
      secret,
      timestamp: Math.floor(Date.now() / 1000) - secondsAgo,
    });

  /** Stripe signs with both secrets while the secret is rolled. */
  const signTwice = (first: string, second: string) => `${sign(0, first)},${sign(0, second).replace(/^t=\d+,/, "")}`;

  it.each([
    ["accepts a fresh signature", payload, sign(0), ofPayment],
    [
      "accepts a second signature beside the one with a new secret",
      payload,
      signTwice("whsec_other", webhookSecret),
      ofPayment,
    ],
    [
      "accepts a first signature beside the one with an old secret",
      payload,
      signTwice(webhookSecret, "whsec_other"),
      ofPayment,
    ],
    ["accepts a signature that is almost five minutes old", payload, sign(270), ofPayment],
    ["rejects a signature older than five minutes", payload, sign(330), undefined],
    ["rejects a signature with another secret", payload, sign(0, "whsec_other"), undefined],
    [
      "rejects a payload whose bytes differ from the signed ones",
      payload.replace('{"id"', '{ "id"'),
      sign(0),
      undefined,
    ],
    ["rejects a missing signature", payload, "", undefined],
  ])("%s", async (_, text, signature, expected) => {
    expect(await payments().readEvent(bytes(text), signature)).toEqual(expected);
  });

  it.each([
    ["refund", "refund.created"],
    ["refund", "charge.refunded"],
    ["refund", "charge.refund.updated"],
    ["refund", "refund.updated"],
    ["refund", "refund.failed"],
    ["dispute", "charge.dispute.created"],
    ["dispute", "charge.dispute.updated"],
    ["dispute", "charge.dispute.closed"],
    ["dispute", "charge.dispute.funds_withdrawn"],
    ["dispute", "charge.dispute.funds_reinstated"],
  ] as const)("recognises the %s event %s, with the order or the payment that it names", async (subject, type) => {
    const read = (text: string) => payments().readEvent(bytes(text), sign(0, webhookSecret, text));
    expect(await read(event(type, { ...refund, metadata: { order_id: "ord_1" } }))).toEqual({
      id: "evt_1",
      orderId: "ord_1",
      paymentId: "pi_1",
      subject,
    });
    expect(await read(event(type, refund))).toMatchObject({ orderId: undefined, paymentId: "pi_1", subject });
  });
});
