import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StripeEmulator, startStripeEmulator } from "../../../dev/emulators/stripe/server.ts";
import type { Money } from "../../kit/domain/money.ts";
import { pingStripe, stripePayments } from "./stripe.ts";

/**
 * What the order relies on of its payment provider. The same rows run against the sandbox, in `npm test`, and against
 * Stripe's own stripe-mock, in `npm run proof:payments`, which says by STRIPE_MOCK where it answers. The mock checks
 * every request against Stripe's OpenAPI description, and answers with a fixture: it keeps no state and cannot fail.
 */
const mock = process.env.STRIPE_MOCK;
const secretKey = "sk_test_contract";
const webhookSecret = "whsec_contract";
let folder: string;
let sandbox: StripeEmulator | undefined;
let host: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-payments-"));
  if (mock === undefined) sandbox = await startStripeEmulator({ dataDir: folder, secretKey });
  host = mock ?? `127.0.0.1:${sandbox?.port}`;
});

afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Row {
  readonly what: string;
  readonly does: () => Promise<unknown>;
  /** What comes of it at a provider that keeps what it was told. */
  readonly gives: unknown;
  /** What stripe-mock answers instead, or why it cannot be asked. Absent where it gives the same. */
  readonly mock?: { readonly gives: unknown } | { readonly cannot: string };
}

const payments = () => stripePayments({ secretKey, webhookSecret, host });
const euros = (amountMinor: bigint): Money => ({ amountMinor, currency: "EUR" });
const visa = "pm_card_visa";
let keys = 0;
const newKey = () => `key-${++keys}`;

async function started(): Promise<string> {
  const reply = await payments().start(euros(2_000n), "ord_contract", newKey());
  if (reply.type !== "started") throw new Error(`a payment was not started: ${reply.type}`);
  return reply.paymentId;
}

async function authorized(): Promise<string> {
  const id = await started();
  await payments().confirm(id, visa, newKey());
  return id;
}

async function captured(): Promise<string> {
  const id = await authorized();
  await payments().capture(id, euros(2_000n), newKey());
  return id;
}

/** At the sandbox's own door: what a card's holder does, or that the next request goes wrong. */
const control = (path: string, body: object) =>
  fetch(`http://${host}/sandbox/${path}`, { method: "POST", body: JSON.stringify(body) });
const fault = (mode: string, match: string) => control("faults", { mode, match });

// What the fixture of every PaymentIntent says. A request that Stripe does not know is refused with another code.
const fixture = { gives: { type: "declined", code: "declined", message: "the card was declined" } };
const cannotFail = { cannot: "it does not fail when told to" };

const rows: readonly Row[] = [
  {
    what: "a payment is started, and with the same key it is the same",
    does: async () => {
      const key = newKey();
      const [first, again] = [
        await payments().start(euros(2_000n), "ord_1", key),
        await payments().start(euros(2_000n), "ord_1", key),
      ];
      return [first.type, JSON.stringify(first) === JSON.stringify(again)];
    },
    gives: ["started", true],
    mock: { gives: ["started", false] },
  },
  {
    what: "a payment that was never confirmed is open",
    does: async () => payments().find(await started()),
    gives: { type: "open" },
    mock: fixture,
  },
  {
    what: "a good card is authorized, and found so",
    does: async () => {
      const id = await started();
      return [await payments().confirm(id, visa, newKey()), await payments().find(id)];
    },
    gives: [{ type: "authorized" }, { type: "authorized" }],
    mock: { gives: [fixture.gives, fixture.gives] },
  },
  {
    what: "a declined card is declined with its code, again with the same key, and found so",
    does: async () => {
      const id = await started();
      const key = newKey();
      const confirm = () => payments().confirm(id, "pm_card_chargeDeclinedInsufficientFunds", key);
      return [await confirm(), await confirm(), await payments().find(id)];
    },
    gives: Array(3).fill(expect.objectContaining({ type: "declined", code: "insufficient_funds" })),
    mock: { gives: Array(3).fill(fixture.gives) },
  },
  {
    what: "a payment method that there is not is declined",
    does: async () => payments().confirm(await started(), "pm_none", newKey()),
    gives: expect.objectContaining({ type: "declined", code: "resource_missing" }),
    mock: fixture,
  },
  {
    what: "a holder who is asked gets a secret, and is found authorized once they have agreed",
    does: async () => {
      const id = await started();
      const asked = await payments().confirm(id, "pm_card_authenticationRequired", newKey());
      const waiting = await payments().find(id);
      await control(`payment_intents/${id}/authenticate`, { agrees: true });
      return [asked, waiting, await payments().find(id)];
    },
    gives: [
      { type: "actionRequired", clientSecret: expect.stringMatching(/^pi_.+_secret_/) },
      expect.objectContaining({ type: "actionRequired" }),
      { type: "authorized" },
    ],
    mock: { cannot: "nobody is asked" },
  },
  {
    what: "a holder who does not agree is declined",
    does: async () => {
      const id = await started();
      await payments().confirm(id, "pm_card_authenticationRequired", newKey());
      await control(`payment_intents/${id}/authenticate`, { agrees: false });
      return payments().find(id);
    },
    gives: expect.objectContaining({ type: "declined", code: "payment_intent_authentication_failure" }),
    mock: { cannot: "nobody is asked" },
  },
  {
    what: "what was authorized is captured, once, and found so",
    does: async () => {
      const id = await authorized();
      const key = newKey();
      const capture = () => payments().capture(id, euros(2_000n), key);
      return [await capture(), await capture(), await payments().find(id)];
    },
    gives: Array(3).fill({ type: "captured" }),
    mock: { gives: Array(3).fill(fixture.gives) },
  },
  {
    what: "more than was authorized is not captured",
    does: async () => payments().capture(await authorized(), euros(2_001n), newKey()),
    gives: expect.objectContaining({ type: "declined", code: "amount_too_large" }),
    mock: fixture,
  },
  {
    what: "what was authorized is voided, again with the same key, and then not captured",
    does: async () => {
      const id = await authorized();
      const key = newKey();
      const ends = [await payments().void(id, key), await payments().void(id, key), await payments().find(id)];
      return [...ends, await payments().capture(id, euros(2_000n), newKey())];
    },
    gives: [...Array(3).fill({ type: "voided" }), expect.objectContaining({ type: "unknown" })],
    mock: { gives: Array(4).fill(fixture.gives) },
  },
  {
    what: "an authorization that the provider let lapse is found voided",
    does: async () => {
      const id = await authorized();
      const [hostname = "", port = ""] = host.split(":");
      const provider = new Stripe(secretKey, { host: hostname, port, protocol: "http" });
      await provider.paymentIntents.cancel(id, { cancellation_reason: "abandoned" });
      return payments().find(id);
    },
    gives: { type: "voided" },
    mock: fixture,
  },
  {
    what: "what was captured is given back in parts, each once, and never more than there was",
    does: async () => {
      const id = await captured();
      const key = newKey();
      const part = () => payments().refund(id, euros(1_500n), key);
      const [first, again] = [await part(), await part()];
      return [
        first,
        JSON.stringify(first) === JSON.stringify(again),
        await payments().refund(id, euros(501n), newKey()),
      ];
    },
    gives: [
      { type: "refunded", refundId: expect.stringMatching(/^re_/) },
      true,
      expect.objectContaining({ type: "declined", code: "amount_too_large" }),
    ],
    mock: {
      gives: [
        { type: "refunded", refundId: expect.stringMatching(/^re_/) },
        false,
        expect.objectContaining({ type: "refunded" }),
      ],
    },
  },
  {
    what: "a refund is found by its key, and one that was never made is absent",
    does: async () => {
      const id = await captured();
      const key = newKey();
      const made = await payments().refund(id, euros(500n), key);
      const found = await payments().findRefund(id, key);
      return [JSON.stringify(found) === JSON.stringify(made), await payments().findRefund(id, newKey())];
    },
    gives: [true, { type: "absent" }],
    mock: { gives: [false, { type: "absent" }] },
  },
  {
    what: "what of a payment is kept is told, whoever gave the rest back",
    does: async () => {
      const id = await captured();
      const whole = await payments().findBalance(id);
      const refund = await payments().refund(id, euros(500n), newKey());
      const [hostname = "", port = ""] = host.split(":");
      const provider = new Stripe(secretKey, { host: hostname, port, protocol: "http" });
      const byHand = await provider.refunds.create({ payment_intent: id, amount: 700 });
      const part = await payments().findBalance(id);
      await payments().refund(id, euros(800n), newKey());
      const { type, remainingMinor: amountMinor } = {
        remainingMinor: undefined,
        ...(await payments().findBalance(id)),
      };
      const last = part.type === "balance" && part.refundIds[0] === byHand.id && part.refundIds.length === 2;
      const amounts = part.type === "balance" && [part.remainingMinor, part.refundedMinor];
      return [whole, refund.type, amounts, last, type, amountMinor];
    },
    gives: [
      { type: "balance", amountMinor: 2_000n, givenMinor: 0n, refundIds: [] },
      "refunded",
      [800n, 1_200n],
      true,
      "balance",
      0n,
    ],
    mock: { cannot: "it keeps no refunds" },
  },
  {
    what: "what was not captured is not given back",
    does: async () => payments().refund(await authorized(), euros(1n), newKey()),
    gives: expect.objectContaining({ type: "declined", code: "charge_not_captured" }),
    mock: { gives: expect.objectContaining({ type: "refunded" }) },
  },
  {
    what: "a payment that there is not is not found",
    does: () => payments().find("pi_none"),
    gives: expect.objectContaining({ type: "declined", code: "resource_missing" }),
    mock: fixture,
  },
  ...["error_500", "reset_before"].map((mode) => ({
    what: `a request that failed before it was done (${mode}) is unknown, and the same key does it`,
    does: async () => {
      const id = await authorized();
      const key = newKey();
      await fault(mode, "capture");
      const first = await payments().capture(id, euros(2_000n), key);
      return [first.type, await payments().find(id), await payments().capture(id, euros(2_000n), key)];
    },
    gives: ["unknown", { type: "authorized" }, { type: "captured" }],
    mock: cannotFail,
  })),
  ...["error_500_after", "reset_after"].map((mode) => ({
    what: `a request whose answer was lost (${mode}) is unknown, found done, and the same key does not do it twice`,
    does: async () => {
      const id = await captured();
      const key = newKey();
      await fault(mode, "refunds");
      const first = await payments().refund(id, euros(2_000n), key);
      const found = await payments().findRefund(id, key);
      const again = await payments().refund(id, euros(2_000n), key);
      return [first.type, found.type, again.type, (await payments().refund(id, euros(1n), newKey())).type];
    },
    gives: ["unknown", "refunded", "refunded", "declined"],
    mock: cannotFail,
  })),
  {
    what: "a provider that is away is unknown",
    does: async () => {
      await fault("down", "confirm");
      return payments().confirm(await started(), visa, newKey());
    },
    gives: { type: "unknown", reason: expect.any(String) },
    mock: cannotFail,
  },
  {
    what: "a provider that is there answers whoever asks only that",
    does: () => pingStripe(host, AbortSignal.timeout(5_000)),
    gives: undefined,
  },
  {
    what: "a key that is not ours is unknown: it is for people to mend, and no reason to turn a buyer away",
    does: async () => {
      const others = stripePayments({ secretKey: "sk_live_other", webhookSecret, host });
      return (await others.start(euros(2_000n), "ord_1", newKey())).type;
    },
    gives: "unknown",
  },
];

const asked = rows.filter((row) => mock === undefined || row.mock === undefined || "gives" in row.mock);

describe(`payments at ${mock === undefined ? "the sandbox" : "stripe-mock"}`, () => {
  it.each(asked)("$what", async ({ does, gives, mock: atMock }) => {
    const wanted = mock !== undefined && atMock !== undefined && "gives" in atMock ? atMock.gives : gives;
    expect(await does()).toEqual(wanted);
  });

  it("are asked all there is to ask, save what is said not to be possible", () => {
    const cannot = rows.filter((row) => !asked.includes(row));
    for (const { what, mock: why } of cannot) console.log(`not asked of stripe-mock: ${what}: ${JSON.stringify(why)}`);
    expect(cannot.length).toBe(mock === undefined ? 0 : 8);
  });
});

describe("an event from outside", () => {
  const event = (type: string) =>
    JSON.stringify({ id: "evt_1", object: "event", type, data: { object: { metadata: { order_id: "ord_1" } } } });
  const payload = event("payment_intent.succeeded");
  const refund = event("charge.refunded");
  const bytes = (text: string) => new TextEncoder().encode(text);
  const sign = (secondsAgo: number, secret = webhookSecret, text = payload) =>
    new Stripe(secretKey).webhooks.generateTestHeaderString({
      payload: text,
      secret,
      timestamp: Math.floor(Date.now() / 1000) - secondsAgo,
    });

  it.each([
    ["signed just now", payload, sign(0), { id: "evt_1", orderId: "ord_1", isRefund: false }],
    ["signed almost five minutes ago", payload, sign(270), { id: "evt_1", orderId: "ord_1", isRefund: false }],
    ["of a refund", refund, sign(0, webhookSecret, refund), { id: "evt_1", orderId: "ord_1", isRefund: true }],
    ["signed more than five minutes ago", payload, sign(330), undefined],
    ["signed with another secret", payload, sign(0, "whsec_other"), undefined],
    ["whose bytes are not those that were signed", payload.replace('{"id"', '{ "id"'), sign(0), undefined],
    ["without a signature", payload, "", undefined],
  ])("%s is read, or not", async (_, text, signature, read) => {
    expect(await payments().readEvent(bytes(text), signature)).toEqual(read);
  });
});
