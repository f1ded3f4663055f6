import { invalid } from "../fields.ts";

/** When something applies. Null means without a bound. */
export interface Period {
  readonly startsAt: Date | null;
  /** Exclusive. */
  readonly endsAt: Date | null;
}

/** Returns an error when the period is empty. */
export function findPeriodProblem({ startsAt, endsAt }: Period): ReturnType<typeof invalid> | undefined {
  if (startsAt === null || endsAt === null || startsAt < endsAt) return undefined;
  return invalid("INVALID_PERIOD", "`endsAt` must be after `startsAt`", "endsAt");
}
