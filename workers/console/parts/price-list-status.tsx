import { findPriceListStatus, type PriceListPeriod, type PriceListStatusName } from "./price-list-period.ts";
import { StatusBadge, type StatusKind } from "./status-badge.tsx";

const kinds: Readonly<Record<PriceListStatusName, StatusKind>> = {
  Live: "success",
  Scheduled: "progress",
  Ended: "done",
  Paused: "off",
};

/** Whether a price list applies now. */
export function PriceListStatus({ list, now }: { readonly list: PriceListPeriod; readonly now: number }) {
  const status = findPriceListStatus(list, now);
  return <StatusBadge kind={kinds[status]} label={status} />;
}
