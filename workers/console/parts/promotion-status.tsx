import type { PromotionStatus as StatusName } from "../documents.generated.ts";
import { StatusBadge, type StatusKind, toWords } from "./status-badge.tsx";

const kinds: Readonly<Record<StatusName, StatusKind>> = {
  DRAFT: "off",
  SCHEDULED: "progress",
  ACTIVE: "success",
  PAUSED: "warning",
  ENDED: "done",
};

/** The status of a promotion. */
export function PromotionStatus({ status }: { readonly status: StatusName }) {
  return <StatusBadge kind={kinds[status]} label={toWords(status)} />;
}

/** Returns whether a promotion applies now or will by itself. */
export function isActive(status: StatusName): boolean {
  return status === "ACTIVE" || status === "SCHEDULED";
}

/** Returns the uses and their limit: "3 of 100", "3, no limit". */
export function describeUses(uses: {
  readonly usageCount: number;
  readonly reservedCount: number;
  readonly usageLimit: number | null;
}): string {
  const { usageCount, reservedCount, usageLimit } = uses;
  const underWay = reservedCount === 0 ? "" : ` and ${reservedCount} under way`;
  return `${usageCount}${underWay}${usageLimit === null ? ", no limit" : ` of ${usageLimit}`}`;
}
