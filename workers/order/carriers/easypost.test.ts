import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type EasyPostEmulator, startEasyPostEmulator } from "../../../dev/emulators/easypost.ts";
import { readBody, sendJson } from "../../../dev/emulators/http.ts";
import { allowOrigins } from "../../kit/outbound-fetch.ts";
import { createEasyPostCarriers, type EasyPostConfig } from "./easypost.ts";
import type { Parcel } from "./port.ts";

const apiKey = "EZTK_contract";
const parcel: Parcel = { destination: { countryCode: "US", region: "CA", postalCode: "90277" }, weightGrams: 1_000 };
const config = {
  apiKey,
  shippingOrigin: { countryCode: "US", region: "CA", city: "San Francisco", postalCode: "94104" },
  carriers: [
    { code: "usps", name: "USPS" },
    { code: "ups-ground", name: "UPSDAP", service: "Ground" },
    { code: "dhl", name: "DHLExpress" },
  ],
};
const neverAborted = new AbortController().signal;
const findPrices = (apiOrigin: string, overrides: Partial<EasyPostConfig> = {}, changes: Partial<Parcel> = {}) =>
  createEasyPostCarriers({ ...config, apiOrigin, ...overrides }).findPrices({ ...parcel, ...changes }, neverAborted);

/** A rate with all fields that EasyPost documents (https://docs.easypost.com/docs/shipments/rates). */
const rate = (carrier: string, service: string, amount: string, currency = "USD") => ({
  object: "Rate",
  mode: "test",
  service,
  carrier,
  rate: amount,
  currency,
  retail_rate: "99.00",
  retail_currency: currency,
  list_rate: "88.00",
  list_currency: currency,
  billing_type: "easypost",
  delivery_days: null,
  delivery_date: null,
  delivery_date_guaranteed: false,
  est_delivery_days: null,
  carrier_account_id: "ca_1",
});
const documented = {
  from_address: {},
  to_address: {},
  parcel: {},
  rates: [
    rate("USPS", "Express", "44.55"),
    rate("USPS", "Priority", "10.07"),
    rate("UPSDAP", "3DaySelect", "8.38"),
    rate("UPSDAP", "Ground", "9.25"),
  ],
  messages: [{ carrier: "DhlEcs", carrier_account_id: "ca_2", type: "rate_error", message: "Unauthorized." }],
};

describe("the contract with EasyPost", () => {
  let server: Server;
  let origin: string;
  let received: { path: string | undefined; authorization: string | undefined; body: unknown };
  let response: { status: number; body: unknown } | "none";

  beforeAll(async () => {
    server = createServer(async (request, reply) => {
      const { authorization } = request.headers;
      received = { path: request.url, authorization, body: JSON.parse(await readBody(request)) };
      if (response !== "none") sendJson(reply, response.status, response.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    allowOrigins([origin]);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("sends the documented fields: ounces, and no name or street of the customer", async () => {
    response = { status: 200, body: documented };
    await findPrices(origin);
    expect(received).toEqual({
      path: "/beta/rates",
      authorization: `Basic ${btoa(`${apiKey}:`)}`,
      body: {
        shipment: {
          from_address: { country: "US", state: "CA", city: "San Francisco", zip: "94104" },
          to_address: { country: "US", state: "CA", zip: "90277" },
          parcel: { weight: 35.3 },
        },
      },
    });
    await findPrices(origin, {}, { weightGrams: 0 });
    expect(received.body).toMatchObject({ shipment: { parcel: { weight: 0.1 } } });
  });

  it("reads the cheapest service of a carrier, or the one service that the shop has chosen", async () => {
    response = { status: 200, body: documented };
    expect(await findPrices(origin)).toEqual({
      type: "prices",
      prices: [
        { carrier: "usps", price: { amountMinor: 1_007n, currency: "USD" } },
        { carrier: "ups-ground", price: { amountMinor: 925n, currency: "USD" } },
      ],
    });
  });

  it("reads one price per currency, and rounds it to the step of its currency", async () => {
    const rates = [
      rate("USPS", "A", "5.005"),
      rate("USPS", "B", "700", "JPY"),
      rate("USPS", "C", "1.234", "KWD"),
      rate("USPS", "D", "1.00", "XXX"),
      rate("USPS", "E", "-1.00"),
      null,
      { carrier: "USPS", service: "F", rate: 1, currency: "USD" },
    ];
    response = { status: 200, body: { rates } };
    expect(await findPrices(origin)).toMatchObject({
      prices: [
        { price: { amountMinor: 501n, currency: "USD" } },
        { price: { amountMinor: 700n, currency: "JPY" } },
        { price: { amountMinor: 1_230n, currency: "KWD" } },
      ],
    });
  });

  it("has no prices for a parcel that EasyPost does not accept", async () => {
    response = { status: 422, body: { error: { code: "ADDRESS.COUNTRY.INVALID", message: "Invalid", errors: [] } } };
    expect(await findPrices(origin)).toEqual({ type: "prices", prices: [] });
  });

  it("is unavailable when EasyPost does not respond within 3 seconds", async () => {
    response = "none";
    const startedAt = Date.now();
    expect(await findPrices(origin)).toEqual({ type: "unavailable", reason: expect.any(String) });
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    response = { status: 200, body: documented };
    expect(await findPrices(origin)).toMatchObject({ type: "prices" });
  });

  // The last case, because the circuit is open after it.
  it("is unavailable after an error and after a response of another shape, and then without a request for a time", async () => {
    const unavailable = { type: "unavailable", reason: expect.any(String) };
    for (const other of [
      { status: 503, body: {} },
      { status: 401, body: {} },
      { status: 200, body: { shipments: [] } },
    ]) {
      response = other;
      expect(await findPrices(origin)).toEqual(unavailable);
    }
    received = { path: undefined, authorization: undefined, body: undefined };
    response = { status: 200, body: documented };
    expect(await findPrices(origin)).toEqual(unavailable);
    expect(received.path).toBeUndefined();
  });
});

describe("the EasyPost emulator", () => {
  let emulator: EasyPostEmulator;
  let url: string;

  beforeAll(async () => {
    emulator = await startEasyPostEmulator({ apiKey });
    url = `http://127.0.0.1:${emulator.port}/beta/rates`;
    allowOrigins([new URL(url).origin]);
  });
  afterEach(() => emulator.setRejecting(false));
  afterAll(() => emulator.stop());

  const post = (shipment: object, key = apiKey) =>
    fetch(url, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${key}:`)}` },
      body: JSON.stringify({ shipment }),
    });
  const shipment = {
    from_address: { country: "NL", zip: "1012 AB" },
    to_address: { country: "US", zip: "90277" },
    parcel: { weight: 16 },
  };

  it("responds with the documented fields, and with prices by weight", async () => {
    const ofWeight = async (weight: number) => {
      const body = (await (await post({ ...shipment, parcel: { weight } })).json()) as typeof documented;
      return body;
    };
    const light = await ofWeight(16);
    expect(Object.keys(light).sort()).toEqual(Object.keys(documented).sort());
    for (const found of light.rates) expect(Object.keys(found).sort()).toEqual(Object.keys(rate("", "", "")).sort());
    const priceOf = ({ rates }: typeof documented) => Number(rates.find(({ carrier }) => carrier === "USPS")?.rate);
    expect(priceOf(await ofWeight(160))).toBeGreaterThan(priceOf(light));
    expect((await ofWeight(2_000)).rates).toEqual([]);
  });

  it("rejects another key with 401, and a parcel without weight or address with 422", async () => {
    expect((await post(shipment, "other")).status).toBe(401);
    expect((await post({ ...shipment, parcel: { weight: 0 } })).status).toBe(422);
    expect((await post({ ...shipment, to_address: {} })).status).toBe(422);
    emulator.setRejecting(true);
    expect((await post(shipment)).status).toBe(503);
  });
});
