import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { type CurrencyCode, parseCurrency } from "../../../kit/domain/money.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import { parseTime } from "./order-filter.ts";

interface PeriodMessage {
  readonly fromTime?: Timestamp | undefined;
  readonly toTime?: Timestamp | undefined;
  readonly currencyCode: string;
}

/** Narrows a period in one currency. Throws INVALID_PERIOD when it ends before it starts. */
export function parsePeriod({ fromTime, toTime, currencyCode }: PeriodMessage): {
  readonly from: Date;
  readonly to: Date;
  readonly currency: CurrencyCode;
} {
  const from = parseTime(fromTime, "from");
  const to = parseTime(toTime, "to");
  const currency = parseCurrency(currencyCode);
  if (currency === undefined) throw invalid("INVALID_CURRENCY", "The currency is not supported", "currency");
  if (from === undefined || to === undefined || from > to) {
    throw invalid("INVALID_PERIOD", "The period must end after it starts", "to");
  }
  return { from, to, currency };
}

/** Narrows the IANA name of a time zone. Postgres would read an offset, such as `+01:00`, with the opposite sign. */
export function parseTimeZone(name: string): string {
  if (name === "") return "UTC";
  if (/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    } catch {
      // An unknown time zone, as below.
    }
  }
  throw invalid("INVALID_TIME_ZONE", "The time zone must be an IANA name", "timeZone");
}
