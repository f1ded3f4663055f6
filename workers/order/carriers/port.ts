import type { Money } from "../../kit/domain/money.ts";

/** Where a parcel goes. A quote knows no more of an address, so placing sends no more. */
export interface ParcelDestination {
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  /** Empty when unknown, as is the postal code. */
  readonly region: string;
  readonly postalCode: string;
}

export interface Parcel {
  readonly destination: ParcelDestination;
  readonly weightGrams: number;
}

/** What a carrier charges for a parcel. A carrier can have prices in several currencies. */
export interface CarrierPrice {
  /** The code of a carrier that the shop is configured for. */
  readonly carrier: string;
  readonly price: Money;
}

export type CarrierPrices =
  /** A carrier without a price does not take the parcel. */
  | { readonly type: "prices"; readonly prices: readonly CarrierPrice[] }
  | { readonly type: "unavailable"; readonly reason: string };

/** Prices of carriers. No method throws for an error of the provider. */
export interface Carriers {
  findPrices(parcel: Parcel, signal: AbortSignal): Promise<CarrierPrices>;
}

/** A shop without carriers. */
export const noCarriers: Carriers = { findPrices: async () => ({ type: "prices", prices: [] }) };
