import type { Locale } from "../server/page-context.ts";

/** Formats a time. The time zone of the visitor is unknown on the server, so times are in UTC and say so. */
export function formatTime(time: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale.tag, { dateStyle: "medium", timeStyle: "long", timeZone: "UTC" }).format(
    new Date(time),
  );
}
