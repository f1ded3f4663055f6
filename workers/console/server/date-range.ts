import type { PageContext } from "./page-context.ts";

export interface DateRange {
  /** Days as the URL has them. Empty without one. */
  readonly from: string;
  readonly to: string;
  /** The start of the first day, in UTC. Null without one. */
  readonly start: string | null;
  /** The end of the last day, in UTC, exclusive. Null without one. */
  readonly end: string | null;
}

const dayMs = 24 * 3_600_000;

/** Returns the days that the parameters `from` and `to` choose. A parameter that is no day counts as absent. */
export function readDateRange(c: PageContext): DateRange {
  const [from, to] = [c.req.query("from"), c.req.query("to")].map(parseDay);
  return {
    from: toDay(from),
    to: toDay(to),
    start: from?.toISOString() ?? null,
    end: to === undefined ? null : new Date(to.getTime() + dayMs).toISOString(),
  };
}

function parseDay(text: string | undefined): Date | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00.000Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function toDay(date: Date | undefined): string {
  return date?.toISOString().slice(0, 10) ?? "";
}
