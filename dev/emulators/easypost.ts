import { createServer } from "node:http";
import { listen, stopListening } from "../process/listen.ts";
import { readBody, sendJson } from "./http.ts";

export interface EasyPostEmulator {
  readonly port: number;
  /** The bodies of the requests for rates so far. */
  readonly requests: () => readonly RatesRequest[];
  /** Starts or stops responding with 503, for tests of an outage. */
  readonly setRejecting: (rejecting: boolean) => void;
  stop(): Promise<void>;
}

interface Address {
  readonly country?: string;
  readonly state?: string;
  readonly city?: string;
  readonly zip?: string;
}

export interface RatesRequest {
  readonly shipment?: {
    readonly from_address?: Address;
    readonly to_address?: Address;
    /** In ounces. */
    readonly parcel?: { readonly weight?: number };
  };
}

interface Service {
  readonly carrier: string;
  readonly service: string;
  readonly currency: string;
  /** The countries that the carrier delivers to. All countries when absent. */
  readonly countries?: readonly string[];
  /** In hundredths: a base price, and the price of an ounce. */
  readonly base: number;
  readonly perOunce: number;
  readonly days: number;
}

const services: readonly Service[] = [
  { carrier: "USPS", service: "Express", currency: "USD", countries: ["US"], base: 2_800, perOunce: 20, days: 1 },
  { carrier: "USPS", service: "Priority", currency: "USD", countries: ["US"], base: 750, perOunce: 10, days: 2 },
  { carrier: "UPSDAP", service: "NextDayAir", currency: "USD", countries: ["US"], base: 4_000, perOunce: 20, days: 1 },
  { carrier: "UPSDAP", service: "Ground", currency: "USD", countries: ["US", "CA"], base: 900, perOunce: 5, days: 4 },
  { carrier: "DHLExpress", service: "ExpressEasy", currency: "EUR", base: 1_500, perOunce: 15, days: 3 },
];

/** The heaviest parcel that a carrier takes: 70 pounds. */
const maxOunces = 1_120;

/**
 * Emulates EasyPost's stateless rates (`POST /beta/rates`) for three carriers with prices by weight. Listens on the loopback
 * address only.
 */
export async function startEasyPostEmulator({ apiKey }: { readonly apiKey: string }): Promise<EasyPostEmulator> {
  const requests: RatesRequest[] = [];
  const authorization = `Basic ${Buffer.from(`${apiKey}:`).toString("base64")}`;
  let rejecting = false;
  const server = createServer(async (request, response) => {
    if (rejecting) return sendError(503, "INTERNAL_SERVER_ERROR", "The service is not available");
    if (request.headers.authorization !== authorization) {
      return sendError(401, "APIKEY.INACTIVE", "This api key is no longer active");
    }
    if (request.method !== "POST" || request.url !== "/beta/rates") {
      return sendError(404, "NOT_FOUND", "The requested resource could not be found");
    }
    const body = JSON.parse(await readBody(request)) as RatesRequest;
    requests.push(body);
    const { from_address: from, to_address: to, parcel } = body.shipment ?? {};
    const { weight = 0 } = parcel ?? {};
    if (from?.zip === undefined || from.country === undefined || to?.country === undefined || !(weight > 0)) {
      return sendError(
        422,
        "SHIPMENT.INVALID_PARAMS",
        "Unable to create shipment, one or more parameters were invalid",
      );
    }
    const country = to.country;
    const isServed = ({ countries }: Service) => weight <= maxOunces && (countries?.includes(country) ?? true);
    sendJson(response, 200, {
      from_address: { object: "Address", ...from },
      to_address: { object: "Address", ...to },
      parcel: { object: "Parcel", ...parcel },
      rates: services.filter(isServed).map((service) => toRate(service, weight)),
      messages: [],
    });

    function sendError(status: number, code: string, message: string): void {
      sendJson(response, status, { error: { code, message, errors: [] } });
    }
  });
  const port = await listen(server);
  return {
    port,
    requests: () => requests,
    setRejecting: (value) => {
      rejecting = value;
    },
    stop: () => stopListening(server),
  };
}

function toRate({ carrier, service, currency, base, perOunce, days }: Service, ounces: number) {
  const rate = ((base + Math.round(perOunce * ounces)) / 100).toFixed(2);
  return {
    object: "Rate",
    mode: "test",
    service,
    carrier,
    rate,
    currency,
    retail_rate: rate,
    retail_currency: currency,
    list_rate: rate,
    list_currency: currency,
    billing_type: "easypost",
    delivery_days: days,
    delivery_date: null,
    delivery_date_guaranteed: false,
    est_delivery_days: days,
    carrier_account_id: `ca_${carrier.toLowerCase()}`,
  };
}
