import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { DomainError, Result } from "../../kit/domain/result.ts";
import type { Terms } from "../domain/terms.ts";

export interface Destination {
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  /** When absent, the first method that serves the destination is used. */
  readonly shippingMethod?: string;
  readonly currency: CurrencyCode;
}

/** Shipping and tax rates, from a table or from an external service. */
export interface Rates {
  getTerms(destination: Destination): Promise<Result<Terms, DomainError>>;
}
