import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { Result } from "../../kit/domain/result.ts";
import type { DomainError } from "../../kit/errors/unwrap.ts";
import type { Terms } from "../domain/terms.ts";

export interface Destination {
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  /** The method that was asked for; the shop's first one that goes there when absent. */
  readonly shippingMethod?: string;
  readonly currency: CurrencyCode;
}

/** What shipping and tax come to, wherever that is known: a table, or somebody else's service. */
export interface Rates {
  termsFor(destination: Destination): Promise<Result<Terms, DomainError>>;
}
