import { type Market, PricingService } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";

/** The market of a request. */
export interface RequestMarket {
  /** Its slug. Empty for the first market. */
  readonly slug: string;
  /** The slug that the client named. Without one, quotes and orders use the market of their destination. */
  readonly requested?: string | undefined;
}

/** Returns the market in which the lines of a cart must have prices. */
export const cartMarket = ({ market: { slug } }: { readonly market: RequestMarket }) =>
  slug === "" ? {} : { marketSlug: slug };

export const toMarketPrices = ({ slug }: RequestMarket) => ({ marketSlug: slug });

export const firstMarket: RequestMarket = { slug: "" };

/** Age up to which the directory is current. An older one is used while it is loaded again. */
const currentMs = 30_000;
/** Age from which the directory is loaded before it is used. */
const outdatedMs = 300_000;

interface Directory {
  readonly slugByCountry: ReadonlyMap<string, string>;
  /** The market of all countries of no other market; empty if it is the first one, or if there is none. */
  readonly others: string;
  readonly loadedAt: number;
}

/** Shared by the requests of an isolate. A change of the countries of a market is visible within about half a minute. */
let directory: Directory | undefined;

export type DirectoryState = "current" | "stale" | "outdated";

/** Returns the market of a country, and whether the directory that it comes from is current. */
export function findMarketOfCountry(
  country: string,
  now: number,
): { readonly slug: string; readonly state: DirectoryState } | undefined {
  if (directory === undefined) return undefined;
  const age = now - directory.loadedAt;
  const state = age < currentMs ? "current" : age < outdatedMs ? "stale" : "outdated";
  return { slug: directory.slugByCountry.get(country) ?? directory.others, state };
}

/** Loads the markets of all countries. */
export async function loadMarketDirectory(catalog: Rpc, now: number): Promise<void> {
  const { markets } = await catalog(PricingService.method.listMarkets, {});
  // Requests of the first market share their cached responses with requests without a country.
  const slugOf = ({ slug }: Market) => (slug === markets[0]?.slug ? "" : slug);
  const others = markets.find(({ countryCodes }) => countryCodes.length === 0);
  directory = {
    slugByCountry: new Map(
      markets.flatMap((market) => market.countryCodes.map((code) => [code, slugOf(market)] as const)),
    ),
    others: others === undefined ? "" : slugOf(others),
    loadedAt: now,
  };
}

/** Discards the directory, after a write through this gateway. */
export function clearMarketDirectory(): void {
  directory = undefined;
}
