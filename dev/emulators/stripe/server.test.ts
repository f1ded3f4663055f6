import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../build/root.ts";
import { type StripeEmulator, startStripeEmulator } from "./server.ts";
import { signPayload } from "./webhooks.ts";

const secretKey = "sk_test_example";
const webhookSecret = "whsec_example";
const controlToken = "control-example";
let folder: string;
let emulator: StripeEmulator;
let stripe: Stripe;
const delivered: Promise<Stripe.Event>[] = [];
const listener = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const signature = String(request.headers["stripe-signature"]);
  delivered.push(stripe.webhooks.constructEventAsync(Buffer.concat(chunks).toString(), signature, webhookSecret));
  response.end();
});

const client = (port: number, key = secretKey) =>
  new Stripe(key, {
    host: "127.0.0.1",
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    timeout: 2_000,
    telemetry: false,
    // As in a Worker. The SDK's Node client repeats a request when the connection was reset.
    httpClient: Stripe.createFetchHttpClient(),
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-stripe-"));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  emulator = await startStripeEmulator({
    dataDir: folder,
    secretKey,
    controlToken,
    webhook: { url, secrets: [webhookSecret] },
  });
  stripe = client(emulator.port);
});

afterAll(async () => {
  await emulator.stop();
  listener.close();
  rmSync(folder, { recursive: true, force: true });
});

let keys = 0;
const newKey = () => ({ idempotencyKey: `key-${++keys}` });
const start = (options = newKey()) =>
  stripe.paymentIntents.create({ amount: 2_000, currency: "usd", capture_method: "manual" }, options);

async function authorized(): Promise<string> {
  const { id } = await start();
  await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" }, newKey());
  return id;
}

async function readErrorCode(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return "succeeded";
  } catch (error) {
    return error instanceof Stripe.errors.StripeError ? (error.code ?? error.type) : String(error);
  }
}

const control = (path: string, body: string) =>
  fetch(`http://127.0.0.1:${emulator.port}/sandbox/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${controlToken}` },
    body,
  });
const fault = (mode: string, match: string) => control("faults", JSON.stringify({ mode, match }));

describe("payments", () => {
  it("are authorized, captured and refunded, never above the remaining amount", async () => {
    const id = await authorized();
    expect(await readErrorCode(stripe.paymentIntents.capture(id, { amount_to_capture: 2_001 }))).toBe(
      "amount_too_large",
    );
    const captured = await stripe.paymentIntents.capture(id, { amount_to_capture: 1_500 }, newKey());
    expect([captured.status, captured.amount_received, captured.amount_capturable]).toEqual(["succeeded", 1_500, 0]);
    const refunds = await Promise.all(
      Array.from({ length: 10 }, () =>
        readErrorCode(stripe.refunds.create({ payment_intent: id, amount: 400 }, newKey())),
      ),
    );
    expect(refunds.filter((code) => code === "succeeded")).toHaveLength(3);
    expect(await readErrorCode(stripe.refunds.create({ payment_intent: id }, newKey()))).toBe("succeeded");
    expect(await readErrorCode(stripe.refunds.create({ payment_intent: id }, newKey()))).toBe(
      "charge_already_refunded",
    );
  });

  it("reject actions that their status does not allow", async () => {
    const { id } = await start();
    expect(await readErrorCode(stripe.paymentIntents.capture(id))).toBe("payment_intent_unexpected_state");
    expect((await stripe.paymentIntents.cancel(id, {}, newKey())).status).toBe("canceled");
    expect(await readErrorCode(stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" }))).toBe(
      "payment_intent_unexpected_state",
    );
    expect(await readErrorCode(stripe.paymentIntents.retrieve("pi_none"))).toBe("resource_missing");
  });

  it.each([
    ["pm_card_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", undefined],
  ])("are declined with the test card %s", async (paymentMethod, code, declineCode) => {
    const { id } = await start();
    const refusal = await stripe.paymentIntents
      .confirm(id, { payment_method: paymentMethod })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal).toMatchObject({ code, statusCode: 402 });
    expect((refusal as Stripe.errors.StripeCardError).decline_code || undefined).toBe(declineCode);
    const { status, last_payment_error } = await stripe.paymentIntents.retrieve(id);
    expect([status, last_payment_error?.code]).toEqual(["requires_payment_method", code]);
  });

  it("may require authentication by the customer", async () => {
    const { id } = await start();
    const confirmed = await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_authenticationRequired" });
    expect([confirmed.status, confirmed.next_action?.type]).toEqual(["requires_action", "use_stripe_sdk"]);
    await control(`payment_intents/${id}/authenticate`, "");
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe("requires_capture");
  });

  it.each([
    [{ amount: 0, currency: "usd" }, "amount_too_small"],
    [{ amount: 49, currency: "usd" }, "amount_too_small"],
    [{ amount: 100_000_000, currency: "usd" }, "amount_too_large"],
    [{ amount: 1_234, currency: "kwd" }, "invalid_amount"],
    [{ amount: 1.5, currency: "usd" }, "parameter_invalid_integer"],
    [{ amount: 100, currency: "xxx" }, "parameter_invalid"],
    [{ amount: 100, currency: "usd", colour: "red" }, "parameter_unknown"],
    [{ currency: "usd" }, "parameter_missing"],
  ])("are rejected with the parameters %j", async (request, code) => {
    expect(await readErrorCode(stripe.paymentIntents.create(request as Stripe.PaymentIntentCreateParams))).toBe(code);
  });

  it("require the API key", async () => {
    const error = await client(emulator.port, "sk_test_other")
      .paymentIntents.list()
      .catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
  });
});

describe("idempotency keys", () => {
  it("create one payment and one capture from 20 concurrent requests", async () => {
    const key = newKey();
    const intents = await Promise.all(Array.from({ length: 20 }, () => start(key)));
    expect(new Set(intents.map(({ id }) => id)).size).toBe(1);
    const id = await authorized();
    const capture = newKey();
    const captured = await Promise.all(
      Array.from({ length: 20 }, () => stripe.paymentIntents.capture(id, {}, capture)),
    );
    expect(captured.every(({ status }) => status === "succeeded")).toBe(true);
    const { data } = await stripe.events.list({ limit: 100 });
    const succeeded = data.filter(
      ({ type, data: { object } }) => type.endsWith("succeeded") && "id" in object && object.id === id,
    );
    expect(succeeded).toHaveLength(1);
  });

  it("are rejected with other parameters, and replay a declined payment", async () => {
    const key = newKey();
    await start(key);
    const other = await stripe.paymentIntents
      .create({ amount: 1, currency: "usd" }, key)
      .catch((error: unknown) => error);
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    const { id } = await start();
    const confirm = newKey();
    const decline = () =>
      readErrorCode(stripe.paymentIntents.confirm(id, { payment_method: "pm_card_chargeDeclined" }, confirm));
    expect([await decline(), await decline()]).toEqual(["card_declined", "card_declined"]);
    expect(
      (await stripe.events.list({ limit: 100 })).data.filter(
        (event) => event.type === "payment_intent.payment_failed" && (event.data.object as { id: string }).id === id,
      ),
    ).toHaveLength(1);
  });
});

describe("faults", () => {
  it.each([
    ["error_500", "requires_capture"],
    ["reset_before", "requires_capture"],
    ["timeout_before", "requires_capture"],
    ["error_500_after", "succeeded"],
    ["reset_after", "succeeded"],
    ["timeout_after", "succeeded"],
  ])("%s: leaves the payment %s, and a retry with the same key captures it", async (mode, status) => {
    const id = await authorized();
    const key = newKey();
    await fault(mode, "capture");
    expect(await readErrorCode(stripe.paymentIntents.capture(id, {}, key))).not.toBe("succeeded");
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
    expect((await stripe.paymentIntents.capture(id, {}, key)).status).toBe("succeeded");
  });
});

describe("the page of the bank", () => {
  const confirmWithRedirect = async () => {
    const { id } = await start();
    const returnUrl = "https://shop.example/return?order=1";
    const confirmed = await stripe.paymentIntents.confirm(id, {
      payment_method: "pm_card_authenticationRequired",
      return_url: returnUrl,
    });
    expect(confirmed.next_action?.redirect_to_url?.return_url).toBe(returnUrl);
    return { id, url: confirmed.next_action?.redirect_to_url?.url ?? "" };
  };
  const answer = (url: string, decision: string) =>
    fetch(url, { method: "POST", body: new URLSearchParams({ decision }), redirect: "manual" });

  it.each([
    ["approve", "requires_capture", "succeeded"],
    ["decline", "requires_payment_method", "failed"],
  ])("applies %s and sends the customer back", async (decision, status, redirectStatus) => {
    const { id, url } = await confirmWithRedirect();
    const page = await (await fetch(url)).text();
    expect(page).toContain('<button name="decision" value="approve">Approve</button>');
    expect(page).toContain('<button name="decision" value="decline">Decline</button>');
    const response = await answer(url, decision);
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get("location") ?? "");
    expect(`${location.origin}${location.pathname}`).toBe("https://shop.example/return");
    expect(Object.fromEntries(location.searchParams)).toEqual({
      order: "1",
      payment_intent: id,
      payment_intent_client_secret: new URL(url).searchParams.get("client_secret"),
      redirect_status: redirectStatus,
    });
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
    expect(await (await answer(url, "approve")).text()).toContain("does not wait for you");
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
  });

  it("is shown only with the secret of the payment", async () => {
    const { id, url } = await confirmWithRedirect();
    const other = url.replace(/client_secret=.*/, "client_secret=wrong");
    expect([(await fetch(other)).status, (await answer(other, "approve")).status]).toEqual([404, 404]);
    expect((await fetch(url.replace(id, "pi_unknown"))).status).toBe(404);
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe("requires_action");
  });
});

describe("events", () => {
  it("are delivered with a signature", async () => {
    const id = await authorized();
    const types = async () => {
      const events = await Promise.all(delivered);
      return events.filter(({ data }) => (data.object as { id?: string }).id === id).map(({ type }) => type);
    };
    await expect.poll(types).toEqual(["payment_intent.created", "payment_intent.amount_capturable_updated"]);
  });
});

it("accepts both keys and signs with both secrets while they are rolled", async () => {
  const statusOf = async (key: string) => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`http://127.0.0.1:${emulator.port}/v1/events`, { headers })).status;
  };
  const expireKey = emulator.rollKey("sk_test_next");
  expect([await statusOf(secretKey), await statusOf("sk_test_next")]).toEqual([200, 200]);
  expireKey();
  expect([await statusOf(secretKey), await statusOf("sk_test_next")]).toEqual([401, 200]);
  emulator.rollKey(secretKey)();
  const [first, both] = [signPayload("{}", [webhookSecret], 1), signPayload("{}", ["whsec_next", webhookSecret], 1)];
  expect(both.split(",v1=")).toEqual([...signPayload("{}", ["whsec_next"], 1).split(",v1="), first.split(",v1=")[1]]);
});

it("replays a stored response after kill -9", async () => {
  const dataDir = join(folder, "killed");
  const script = join(root, "test/support/engine.ts");
  const run = async () => {
    const child = spawn(process.execPath, [script, "stripe", JSON.stringify({ dataDir, secretKey, controlToken })], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const port = await new Promise<number>((resolve) =>
      child.stdout.once("data", (chunk) => resolve(Number(String(chunk)))),
    );
    return { child, api: client(port) };
  };
  const before = await run();
  const key = newKey();
  const { id } = await before.api.paymentIntents.create({ amount: 500, currency: "eur" }, key);
  before.child.kill("SIGKILL");
  const after = await run();
  expect((await after.api.paymentIntents.create({ amount: 500, currency: "eur" }, key)).id).toBe(id);
  after.child.kill("SIGKILL");
});
