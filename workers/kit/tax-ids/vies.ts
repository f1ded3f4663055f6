import { readLocalHost } from "../config.ts";
import { formatVatNumber, type TaxId, type VatNumber } from "../domain/tax-id.ts";
import { describeError, log } from "../observability/log.ts";
import { outboundFetch, toOrigin } from "../outbound-fetch.ts";
import { type CircuitBreaker, createCircuitBreaker } from "../storage/circuit-breaker.ts";
import { createMemoryCache } from "../storage/memory-cache.ts";
import type { TaxIds } from "./port.ts";

const path = "/taxation_customs/vies/rest-api/check-vat-number";

const timeoutMs = 3_000;

/** How long a status is reused, so that the quotes and the order of one checkout call VIES once. */
const ttlMs = { VERIFIED: 10 * 60_000, UNVERIFIED: 60_000 } as const;

const maxNameLength = 200;

const verified = createMemoryCache<string, TaxId>({ max: 5_000 });
/** VIES forwards each request to the register of one member state. So the registers fail one by one. */
const breakers = new Map<string, CircuitBreaker>();

/**
 * Reads the origin of VIES: empty for the public service, "none" to verify no number, or `host:port` of this machine.
 * Throws a ConfigError for any other value.
 */
export function readViesOrigin(env: object): string | undefined {
  if (Reflect.get(env, "VIES_HOST") === "none") return undefined;
  return toOrigin(readLocalHost(env, "VIES_HOST"), "https://ec.europa.eu");
}

export interface ViesOptions {
  /** Undefined: no number is verified. */
  readonly origin: string | undefined;
  readonly traceId: string;
  /** Is called before each request to VIES. Throws when the caller has sent too many. */
  readonly requireAllowed?: () => Promise<void>;
}

/** Creates the port that uses VIES, the register of VAT numbers of the EU. */
export function createViesTaxIds({ origin, traceId, requireAllowed }: ViesOptions): TaxIds {
  return {
    verify: async (number) => {
      const value = formatVatNumber(number);
      if (origin === undefined) return { value, status: "UNAVAILABLE" };
      const key = `${origin} ${value}`;
      const cached = verified.get(key);
      if (cached !== undefined) return cached;
      await requireAllowed?.();
      try {
        const taxId = await getBreaker(origin, number).run(() => checkVatNumber(origin, number));
        if (taxId.status !== "UNAVAILABLE") verified.set(key, taxId, Date.now() + ttlMs[taxId.status]);
        return taxId;
      } catch (error) {
        log("warn", "tax id register unavailable", {
          memberState: number.prefix,
          traceId,
          error: describeError(error),
        });
        return { value, status: "UNAVAILABLE" };
      }
    },
  };
}

function getBreaker(origin: string, { prefix }: VatNumber): CircuitBreaker {
  const key = `${origin} ${prefix}`;
  const breaker =
    breakers.get(key) ?? createCircuitBreaker({ dependency: "vies", failureThreshold: 2, openMs: 10_000 });
  breakers.set(key, breaker);
  return breaker;
}

/** A response of VIES. An error has no `valid`; older versions also send `valid: false` with it. */
interface ViesResponse {
  readonly valid?: unknown;
  readonly name?: unknown;
  readonly actionSucceed?: unknown;
  readonly errorWrappers?: readonly { readonly error?: unknown }[];
}

/** Calls VIES. Throws when it does not say whether the number exists. */
async function checkVatNumber(origin: string, number: VatNumber): Promise<TaxId> {
  const response = await outboundFetch(`${origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ countryCode: number.prefix, vatNumber: number.number }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const value = formatVatNumber(number);
  const body = (await response.json()) as ViesResponse;
  const error = body.errorWrappers?.[0]?.error;
  // The register refuses the number itself, for example its check digit.
  if (error === "INVALID_INPUT") return { value, status: "UNVERIFIED" };
  // An error may come with the status 200 and with `valid: false`. It is no statement about the number.
  const isAnswered = response.ok && error === undefined && body.actionSucceed !== false;
  if (!isAnswered || typeof body.valid !== "boolean") {
    throw new Error(`VIES responded with ${response.status} ${typeof error === "string" ? error : ""}`.trim());
  }
  if (!body.valid) return { value, status: "UNVERIFIED" };
  const verifiedName = parseName(body.name);
  return { value, status: "VERIFIED", ...(verifiedName === undefined ? {} : { verifiedName }) };
}

/** Some member states publish no names: VIES then sends dashes. */
function parseName(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  const text = name
    .normalize("NFC")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, maxNameLength);
  return /^-*$/.test(text) ? undefined : text;
}
