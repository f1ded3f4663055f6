/** When a price list applies, as far as it is active. */
export interface PriceListPeriod {
  readonly active: boolean;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

export type PriceListStatusName = "Live" | "Scheduled" | "Ended" | "Paused";

/** Returns whether a price list applies at a time, in milliseconds since the epoch. Its end is exclusive. */
export function findPriceListStatus({ active, startsAt, endsAt }: PriceListPeriod, now: number): PriceListStatusName {
  if (endsAt !== null && Date.parse(endsAt) <= now) return "Ended";
  if (!active) return "Paused";
  return startsAt !== null && Date.parse(startsAt) > now ? "Scheduled" : "Live";
}
