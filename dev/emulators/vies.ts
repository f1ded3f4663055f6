import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, stopListening } from "../process/listen.ts";
import { readBody, sendJson } from "./http.ts";

export interface ViesEmulator {
  readonly port: number;
  /** The VAT numbers that were requested so far, with their prefix. */
  readonly requests: () => readonly string[];
  /** Starts or stops responding with 503, for tests of an outage. */
  readonly setRejecting: (rejecting: boolean) => void;
  stop(): Promise<void>;
}

const path = "/taxation_customs/vies/rest-api/check-vat-number";

/** The errors of VIES, by the last three digits of a number: the same as in VIES's own test service. */
const errors: Readonly<Record<string, string>> = {
  201: "INVALID_INPUT",
  300: "SERVICE_UNAVAILABLE",
  301: "MS_UNAVAILABLE",
  302: "TIMEOUT",
  400: "VAT_BLOCKED",
  401: "IP_BLOCKED",
  500: "GLOBAL_MAX_CONCURRENT_REQ",
  501: "GLOBAL_MAX_CONCURRENT_REQ_TIME",
  600: "MS_MAX_CONCURRENT_REQ",
  601: "MS_MAX_CONCURRENT_REQ_TIME",
};

/**
 * Emulates VIES, the register of VAT numbers of the EU. A number whose last three digits are 100 exists, and has a name
 * except in Germany and Spain, which publish none. The numbers of `errors` fail. All others do not exist. A Dutch number
 * ends before its `B`. Listens on the loopback address only.
 */
export async function startViesEmulator(): Promise<ViesEmulator> {
  const requests: string[] = [];
  let rejecting = false;

  const check = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { countryCode, vatNumber } = JSON.parse(await readBody(request)) as Readonly<Record<string, unknown>>;
    requests.push(`${countryCode}${vatNumber}`);
    if (rejecting) return sendJson(response, 503, {});
    const code = /(\d{3})(?:B\d\d|[A-Z]{0,2})$/.exec(String(vatNumber))?.[1] ?? "";
    const error = errors[code];
    if (error !== undefined) {
      return sendJson(response, error === "INVALID_INPUT" ? 400 : 200, {
        actionSucceed: false,
        errorWrappers: [{ error }],
      });
    }
    const valid = code === "100";
    const hasName = valid && countryCode !== "DE" && countryCode !== "ES";
    sendJson(response, 200, {
      countryCode,
      vatNumber,
      requestDate: new Date().toISOString(),
      valid,
      requestIdentifier: "",
      name: hasName ? `Example ${countryCode} Ltd` : "---",
      address: hasName ? "1 Example Street\nExample" : "---",
    });
  };

  const server = createServer((request, response) => {
    if (request.method !== "POST" || request.url !== path) return sendJson(response, 404, {});
    check(request, response).catch(() => sendJson(response, 400, {}));
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
